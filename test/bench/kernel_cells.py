"""Times cells in fresh tslab kernels: kernel_cells.py REPEATS FOLDER TSLAB, from the course's own Python environment.

The folder decides where the cells look for "ganbook". Prints JSON: seconds until the kernel answers, seconds of a cell
that only imports, seconds of a first cell that imports, starts the engine and makes a tensor, and of the short cells
after it, in the course's kernel and in tslab's own.
"""

import json
import os
import sys
import time

from jupyter_client.manager import KernelManager

IMPORT = 'import * as ganbook from "ganbook";'
TENSOR = """
import { tf, useEngine } from "ganbook";
await useEngine();
console.log(`CELL ${tf.tensor1d([1, 2, 3]).mul(2).arraySync()}`);
"""
LATER = [f"const sum{i} = tf.ones([{i + 1}]).sum().arraySync();" for i in range(12)]


def time_cells(cells, folder, argv=None):
    """Seconds until a fresh kernel, started by the registered words or by these, answers; and seconds of each cell."""
    manager = KernelManager(kernel_name="tslab")
    if argv:
        manager.kernel_spec.argv = argv
    begin = time.perf_counter()
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        up = time.perf_counter() - begin
        return up, [time_cell(client, cell) for cell in cells]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def time_cell(client, code):
    printed = []

    def hear(message):
        if message["header"]["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    begin = time.perf_counter()
    reply = client.execute_interactive(code, timeout=300, output_hook=hear)
    seconds = time.perf_counter() - begin
    text = "".join(printed)
    if reply["content"]["status"] != "ok" or ("CELL" in code and "CELL 2,4,6" not in text):
        sys.exit(f"The cell failed:\n{text}")
    return seconds


def middle(values):
    return sorted(values)[len(values) // 2]


repeats, folder, tslab = int(sys.argv[1]), sys.argv[2], sys.argv[3]
os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
node, _, *words = KernelManager(kernel_name="tslab").kernel_spec.argv
imports, ours, plain = [], [], []
for _ in range(repeats):
    imports.append(time_cells([IMPORT], folder))
    ours.append(time_cells([TENSOR, *LATER], folder))
    plain.append(time_cells([TENSOR, *LATER], folder, [node, tslab, *words]))
print(
    json.dumps(
        {
            "kernel": middle([up for up, _ in imports + ours]),
            "import": middle([first for _, [first] in imports]),
            "tensor": middle([first for _, [first, *_] in ours]),
            "later": middle([cell for _, [_, *later] in ours for cell in later]),
            "plain": middle([cell for _, [_, *later] in plain for cell in later]),
        }
    )
)
