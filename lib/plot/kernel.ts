/**
 * The way to the notebook, and the only file that knows the kernel.
 *
 * tslab's public API sends one MIME type a call (`display.html(...)`, `display.raw(type, ...)`). Below it lies one
 * function that sends a whole Jupyter message, `lastWriteDisplayData(content, isUpdate)` in `tslab/dist/jupyter.js`; the
 * kernel sets it anew for each cell. It is not exported by the package, and `require("tslab")` from here may load
 * a second copy that is connected to nothing. So the running kernel's own copy is looked up in Node's module
 * cache. Outside a kernel there is none, and that is how "not in a notebook" is known.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { MimeBundle } from "./figure";

/** Sends one `display_data` message, or `update_display_data` for an identity that was sent before. */
export interface NotebookWriter {
  display(bundle: MimeBundle, displayId?: string): void;
  update(bundle: MimeBundle, displayId: string): void;
}

interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type WriteDisplayData = (content: DisplayContent, isUpdate: boolean) => void;

/**
 * The way to the cell that runs now. It stays bound to that cell: a view that is updated after its cell has ended still
 * writes under it.
 *
 * @returns undefined outside a notebook.
 */
export function notebookWriter(): NotebookWriter | undefined {
  const write = findWriteDisplayData();
  if (write === undefined) return undefined;
  const send = (bundle: MimeBundle, isUpdate: boolean, displayId?: string) =>
    write({ data: bundle, metadata: {}, transient: { display_id: displayId } }, isUpdate);
  return {
    display: (bundle, displayId) => send(bundle, false, displayId),
    update: (bundle, displayId) => send(bundle, true, displayId),
  };
}

const KERNEL_MODULE = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

function findWriteDisplayData(): WriteDisplayData | undefined {
  // Any require function sees the one cache of the process.
  const modules = createRequire(join(process.cwd(), "here.js")).cache;
  for (const [file, module] of Object.entries(modules)) {
    if (!KERNEL_MODULE.test(file)) continue;
    const write = (module?.exports as Record<string, unknown> | undefined)?.lastWriteDisplayData;
    if (typeof write === "function") return write as WriteDisplayData;
  }
  return undefined;
}
