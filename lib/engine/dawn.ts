/**
 * Dawn, Chromium's implementation of WebGPU, as the npm package "webgpu" brings it for Node. It needs a driver: Vulkan
 * on Linux, Metal on macOS, Direct3D 12 on Windows.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { makePump } from "./event-pump";
import type { EventPump } from "./event-pump";

/** A graphics card, or a driver in software that plays one. */
export interface Adapter {
  readonly info: {
    vendor: string;
    architecture: string;
    device: string;
    description: string;
    /** True of a driver in software, where Dawn knows it as one. */
    isFallbackAdapter?: boolean;
  };
  readonly limits: Record<string, number>;
  requestDevice(options: { requiredLimits: Record<string, number> }): Promise<GpuDevice>;
}

/** What computes; opaque to all but the backend. */
export interface GpuDevice {
  readonly lost: Promise<{ reason: string; message: string }>;
  onuncapturederror: ((event: { error: Error; preventDefault(): void }) => void) | null;
}

export interface Gpu {
  requestAdapter(options?: { powerPreference?: "high-performance" | "low-power" }): Promise<Adapter | null>;
}

export interface Dawn {
  gpu: Gpu;
  /** GPUBuffer, GPUBufferUsage, ...: the names that WebGPU adds to a browser. */
  globals: Record<string, unknown>;
  pump: EventPump;
}

interface DawnAddon {
  create: (options: string[]) => Gpu;
  globals: Record<string, unknown>;
}

let started: Dawn | undefined;

/** @throws Error when the package has no build for this system, or its library does not load. */
export function startDawn(): Dawn {
  if (started) return started;
  const load = createRequire(__filename);
  const folder = dirname(load.resolve("webgpu/package.json"));
  // The package's own index.js finds the same file, but is an ES module: Node 20 and 22 warn when CommonJS loads one.
  const system = process.platform === "darwin" ? "darwin-universal" : `${process.platform}-${process.arch}`;
  const { create, globals } = load(join(folder, "dist", system, "dawn.node")) as DawnAddon;
  return (started = { gpu: create([]), globals, pump: makePump() });
}

/**
 * The adapter that this machine would compute on: the fastest card there is.
 *
 * @throws Error when there is none, or Dawn does not start.
 */
export async function findAdapter(): Promise<Adapter> {
  const { gpu, pump } = startDawn();
  const adapter = await pump.run(() => gpu.requestAdapter({ powerPreference: "high-performance" }));
  if (!adapter) throw new Error("Dawn (WebGPU) finds no graphics card with a driver that it can use.");
  return adapter;
}

/** Drivers that compute on the processor: SwiftShader of Chromium, llvmpipe of Mesa, WARP of Windows. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

const SOFTWARE_NOTE = ", a software driver)";

/** What a reader should know of an adapter: "GPU (NVIDIA H100)", or "CPU (SwiftShader, a software driver)". */
export function describeAdapter({ info }: Adapter): string {
  const name = info.device || info.description || [info.vendor, info.architecture].join(" ").trim();
  return isSoftware({ info }) ? `CPU (${name}${SOFTWARE_NOTE}` : `GPU (${name})`;
}

export function isSoftware({ info }: Pick<Adapter, "info">): boolean {
  if (info.isFallbackAdapter) return true;
  return SOFTWARE.test([info.vendor, info.architecture, info.device, info.description].join(" "));
}

/** Of the text that `describeAdapter` gave. */
export function isSoftwareDevice(device: string): boolean {
  return device.endsWith(SOFTWARE_NOTE);
}
