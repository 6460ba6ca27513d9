/** Engine "webgpu": the graphics card, of any maker, through WebGPU. Dawn brings WebGPU to Node. */
import { createRequire } from "node:module";
import { describeAdapter, findAdapter, startDawn } from "./dawn";
import type { Adapter, Gpu, GpuDevice } from "./dawn";
import type { Engine, EngineInfo } from "./engine";
import { repairReads } from "./repairs/webgpu-reads";
import type { WebGpuBackend } from "./repairs/webgpu-reads";
import { tf } from "./tf";

export const webgpu: Engine = {
  name: "webgpu",
  mend:
    "It needs a graphics card with its driver: on Linux one for Vulkan (the maker's, or the package " +
    "mesa-vulkan-drivers), on macOS and Windows those of the system.",
  async load() {
    started ??= await start();
    if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js did not take the graphics card.");
    return started;
  },
};

let started: Pick<EngineInfo, "version" | "device"> | undefined;

type Library = typeof import("@tensorflow/tfjs-backend-webgpu");

async function start(): Promise<Pick<EngineInfo, "version" | "device">> {
  const adapter = await findAdapter();
  const { gpu, globals, pump } = startDawn();
  const device = await pump.run(() => adapter.requestDevice({ requiredLimits: limitsOf(adapter) }));
  Object.assign(globalThis, globals); // the backend's code names them as a page would
  const load = createRequire(__filename);
  const backend = withNavigator(gpu, () => {
    const { WebGPUBackend } = load("@tensorflow/tfjs-backend-webgpu") as Library; // registers its kernels with tf
    return new WebGPUBackend(device as never, adapter.info as never);
  }) as unknown as WebGpuBackend;
  repairReads(backend, pump, watch(device));
  backend.hasTimestampQueryWarned = true; // tf.profile would tell the user to start Chrome with a flag
  const priority = 0; // it is taken by name only
  // The package registers one of its own, which would ask for another device.
  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => backend, priority);
  const { version } = load("@tensorflow/tfjs-backend-webgpu/package.json") as { version: string };
  return { version: `tfjs-backend-webgpu ${version}`, device: describeAdapter(adapter) };
}

/**
 * What goes wrong on the card stops no call: the numbers are zeros, or missing. So it is kept, and said at the next read.
 *
 * @returns Throws what went wrong since the last call.
 */
function watch(device: GpuDevice): () => void {
  let wrong = "";
  device.onuncapturederror = (event) => {
    event.preventDefault(); // else it is printed too
    wrong ||= event.error.message.trim();
  };
  let lost = "";
  void device.lost.then(({ reason, message }) => (lost = `It was lost (${reason}): ${message}`));
  return () => {
    const message = lost || wrong;
    wrong = "";
    if (message) throw new Error(`The graphics card did not do its work. ${message}`);
  };
}

/** A device gets the least that the standard promises unless more is asked for; the backend wants all of these. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
];

function limitsOf({ limits }: Adapter): Record<string, number> {
  return Object.fromEntries(LIMITS.map((name) => [name, limits[name]!]));
}

/** The backend looks for `navigator.gpu`, once. Node 20 has no navigator, later ones have one without gpu. */
function withNavigator<T>(gpu: Gpu, work: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
  try {
    return work();
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else Reflect.deleteProperty(globalThis, "navigator");
  }
}
