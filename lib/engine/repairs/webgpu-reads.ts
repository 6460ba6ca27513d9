/**
 * `dataSync` on "webgpu". The backend draws the numbers on a canvas and reads the picture, which works in a browser only.
 * Here the numbers are copied to a buffer that the processor may read, and Dawn is driven until that is done.
 */
import type { EventPump } from "../event-pump";
import { tf } from "../tf";

/** A piece of the card's memory. */
export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  readonly mapState: "unmapped" | "pending" | "mapped";
}

interface TensorData {
  dtype: tf.DataType;
  /** The numbers where the processor has them too. */
  values?: tf.backend_util.TypedArray | null;
  resource?: GpuBuffer;
}

/** The part of the backend that reads. */
export interface WebGpuBackend extends tf.KernelBackend {
  readonly tensorMap: { get(dataId: object): TensorData };
  readonly bufferManager: {
    acquireBuffer(size: number, usage: number): GpuBuffer;
    releaseBuffer(buffer: GpuBuffer): void;
  };
  readonly commandEncoder: {
    copyBufferToBuffer(from: GpuBuffer, at: number, to: GpuBuffer, place: number, size: number): void;
  };
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  convertAndCacheOnCPU(dataId: object, values: tf.backend_util.TypedArray): tf.backend_util.TypedArray;
  getBufferData(buffer: GpuBuffer): Promise<ArrayBuffer>;
  hasTimestampQueryWarned: boolean;
}

/** Numbers of WebGPU's GPUBufferUsage and GPUMapMode. */
const MAP_READ = 1;
const COPY_DST = 8;
const READ = 1;

/**
 * Both ways to read go through the pump, so that one may begin while the other waits.
 *
 * @param check Throws what went wrong on the card; a read asks it before it gives numbers out.
 */
export function repairReads(backend: WebGpuBackend, pump: EventPump, check: () => void): void {
  const readOriginal = backend.readSync.bind(backend);
  backend.readSync = (dataId) => {
    const { values, dtype, resource } = backend.tensorMap.get(dataId);
    if (values || !resource) return readOriginal(dataId); // on the processor already, or made of two others (complex64)
    const staging = copyOut(backend, resource);
    pump.run(() => staging.mapAsync(READ)).catch(() => undefined); // the line below says that it failed
    pump.wait(() => staging.mapState !== "pending");
    check();
    const numbers = take(backend, staging);
    const read = tf.util.convertBackendValuesAndArrayBuffer(numbers, dtype);
    return backend.convertAndCacheOnCPU(dataId, read as tf.backend_util.TypedArray);
  };
  backend.getBufferData = async (buffer) => {
    const staging = copyOut(backend, buffer);
    await pump
      .run(() => staging.mapAsync(READ))
      .catch((error: Error) => {
        check(); // it knows more
        throw error;
      });
    check();
    return take(backend, staging);
  };
}

function copyOut(backend: WebGpuBackend, buffer: GpuBuffer): GpuBuffer {
  const staging = backend.bufferManager.acquireBuffer(buffer.size, MAP_READ | COPY_DST);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.commandEncoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  backend.submitQueue();
  return staging;
}

function take(backend: WebGpuBackend, staging: GpuBuffer): ArrayBuffer {
  const numbers = staging.getMappedRange().slice(0);
  staging.unmap();
  backend.bufferManager.releaseBuffer(staging);
  return numbers;
}
