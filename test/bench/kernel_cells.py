"""Times cells in fresh tslab kernels: kernel_cells.py REPEATS FOLDER TSLAB, from the course's own Python environment.

The folder decides where the cells look for "ganbook". Prints JSON: seconds until the kernel answers, seconds of a cell
that only imports, seconds of a first cell that imports, starts the engine and makes a tensor, and of the short cells
after it, in the course's kernel and in tslab's own.
"""

import json
import os
import sys
import time

from jupyter_client.manager import KernelManager, start_new_kernel

IMPORT = 'import * as ganbook from "ganbook";'
TENSOR = """
import { tf, useEngine } from "ganbook";
await useEngine();
console.log(`CELL ${tf.tensor1d([1, 2, 3]).mul(2).arraySync()}`);
"""


def time_cell(code, folder):
    """Seconds until a fresh kernel answers, and seconds of its first cell."""
    begin = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="tslab", cwd=folder, startup_timeout=120)
    up = time.perf_counter()
    try:
        printed = []

        def hear(message):
            if message["header"]["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        reply = client.execute_interactive(code, timeout=300, output_hook=hear)
        done = time.perf_counter()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    text = "".join(printed)
    if reply["content"]["status"] != "ok" or ("CELL" in code and "CELL 2,4,6" not in text):
        sys.exit(f"The cell failed:\n{text}")
    return up - begin, done - up


def time_later(folder, argv=None):
    """Seconds of each short cell after the first, in a fresh kernel that these words start."""
    manager = KernelManager(kernel_name="tslab")
    if argv:
        manager.kernel_spec.argv = argv
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        times = []
        for cell in [TENSOR] + [f"const sum{i} = tf.ones([{i + 1}]).sum().arraySync();" for i in range(12)]:
            begin = time.perf_counter()
            reply = client.execute_interactive(cell, timeout=300, output_hook=lambda _: None)
            times.append(time.perf_counter() - begin)
            if reply["content"]["status"] != "ok":
                sys.exit(f"The cell failed: {cell}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return times[1:]


def middle(values):
    return sorted(values)[len(values) // 2]


repeats, folder, tslab = int(sys.argv[1]), sys.argv[2], sys.argv[3]
os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
imports = [time_cell(IMPORT, folder) for _ in range(repeats)]
tensors = [time_cell(TENSOR, folder) for _ in range(repeats)]
node, _, *words = KernelManager(kernel_name="tslab").kernel_spec.argv
later, plain = [], []
for _ in range(repeats):
    later += time_later(folder)
    plain += time_later(folder, [node, tslab, *words])
print(
    json.dumps(
        {
            "kernel": middle([up for up, _ in imports + tensors]),
            "import": middle([cell for _, cell in imports]),
            "tensor": middle([cell for _, cell in tensors]),
            "later": middle(later),
            "plain": middle(plain),
        }
    )
)
