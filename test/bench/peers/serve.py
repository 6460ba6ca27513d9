"""The contestant's side of the pipe: says what it is, then runs as many steps as each line of stdin asks for.

Answers are lines that begin with "@" and go on as JSON; anything else on stdout is taken for chatter.
"""

import argparse
import json
import sys
import time


def options():
    """What the bench asks of every contestant."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", required=True)
    parser.add_argument("--update", choices=["alternating", "simultaneous"], default="alternating")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--device", choices=["cpu", "card"], default="cpu")
    return parser.parse_args()


def serve(facts, step):
    """facts: versions and counts of trained parameters; step() runs one step and gives its losses as floats."""
    say(facts)
    for line in sys.stdin:
        steps = int(line)
        begin = time.perf_counter()
        for _ in range(steps):
            losses = step()
        say({"seconds": time.perf_counter() - begin, "losses": losses, "peakMegabytes": peak_megabytes()})


def say(answer):
    print("@" + json.dumps(answer), flush=True)


def peak_megabytes():
    """The most memory that this process ever held; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
