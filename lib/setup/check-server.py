"""Runs one cell in the tslab kernel through a running Jupyter server: check-server.py ADDRESS.  The token is in JUPYTER_TOKEN.

The way is a browser's: REST to open a session for a notebook, then the kernel's channels over a websocket.
"""

import json
import os
import sys
import time
import urllib.request
import uuid

import websocket

address = sys.argv[1]
header = {"Authorization": "token " + os.environ["JUPYTER_TOKEN"]}
SECONDS = 120

CELL = """
import { tf, useEngine } from "ganbook";
const engine = await useEngine();
const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]]));
console.log("CHECK " + JSON.stringify({ engine, product: product.arraySync(), node: process.versions.node }));
"""


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://{address}{path}", data, header, method=method)
    # A proxy of the environment has no business between this machine and itself.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=SECONDS) as response:
        text = response.read()
    return json.loads(text) if text else None


def run_cell(kernel, code):
    """What the cell printed, and whether it succeeded."""
    url = f"ws://{address}/api/kernels/{kernel}/channels"
    channels = websocket.create_connection(url, header=header, timeout=SECONDS, http_no_proxy="*")
    identity = uuid.uuid4().hex
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": True}
    head = {"msg_id": identity, "msg_type": "execute_request", "session": uuid.uuid4().hex, "username": "", "version": "5.3"}
    message = {"header": head, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channels.send(json.dumps(message))
    printed, status, idle = "", None, False
    deadline = time.monotonic() + SECONDS
    while (status is None or not idle) and time.monotonic() < deadline:
        reply = json.loads(channels.recv())
        if reply["parent_header"].get("msg_id") != identity:
            continue
        kind, content = reply["header"]["msg_type"], reply["content"]
        if kind == "stream":
            printed += content["text"]
        elif kind == "execute_reply":
            status = content["status"]
        elif kind == "status" and content["execution_state"] == "idle":
            idle = True
    channels.close()
    return printed, status


# The name decides the kernel's folder; no such file is written.
notebook = {"path": "notebooks/check.ipynb", "name": "check", "type": "notebook", "kernel": {"name": "tslab"}}
session = call("POST", "/api/sessions", notebook)
try:
    printed, status = run_cell(session["kernel"]["id"], CELL)
finally:
    call("DELETE", "/api/sessions/" + session["id"])
lines = [line[6:] for line in printed.splitlines() if line.startswith("CHECK ")]
if status != "ok" or not lines:
    sys.exit(f"The cell did not run (status {status}). It printed:\n{printed}")
print(json.dumps({**json.loads(lines[0]), "server": call("GET", "/api")["version"]}))
