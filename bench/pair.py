#!/usr/bin/env python3
"""Compare two commands by interleaved pairs: A B A B ...

usage: pair.py [-n PAIRS] [--json] "COMMAND A" "COMMAND B"

Each command is started without a shell, with its standard output thrown away. Wall time is measured here; CPU time and
peak memory are what the system says about the finished process and its waited-for children. Ratios are A/B of each pair;
their median is what to look at, because a busy machine slows both of a pair alike.
"""

import argparse
import json
import os
import shlex
import statistics
import sys
import time

# The system counts peak memory in KiB, but in bytes on macOS.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def measure(command):
    """Wall seconds, CPU seconds and peak MiB of one run; ends the program if the run fails."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.monotonic()
    try:
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    except OSError as error:
        sys.exit(f"cannot start {command[0]}: {error}")
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    if status != 0:
        code = os.waitstatus_to_exitcode(status)
        sys.exit(f"exit code {code}: {shlex.join(command)}")
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss": usage.ru_maxrss * RSS_UNIT / (1 << 20),
    }


def compare(a, b, pairs):
    """Medians of both and median of the pairwise ratios, by measure."""
    # One run of each fills the file cache, so that the first pair is like the others.
    measure(a)
    measure(b)
    runs = [(measure(a), measure(b)) for _ in range(pairs)]
    result = {}
    for name in ("wall", "cpu", "rss"):
        # The clock of CPU time ticks coarsely: a run too short to be seen has no ratio.
        ratios = [x[name] / y[name] for x, y in runs if y[name] > 0]
        result[name] = {
            "a": statistics.median(x[name] for x, _ in runs),
            "b": statistics.median(y[name] for _, y in runs),
            "ratio": statistics.median(ratios) if ratios else None,
            "least": min(ratios) if ratios else None,
            "most": max(ratios) if ratios else None,
        }
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--pairs", type=int, default=5, help="pairs to run (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("a", metavar="A")
    parser.add_argument("b", metavar="B")
    options = parser.parse_args()
    if options.pairs < 1:
        parser.error("at least one pair is needed")
    result = compare(shlex.split(options.a), shlex.split(options.b), options.pairs)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    units = {"wall": "s", "cpu": "s", "rss": "MiB"}
    print(f"{'':5}{'A':>10}{'B':>10}{'A/B':>8}   of {options.pairs} pairs")
    for name, row in result.items():
        if row["ratio"] is None:
            print(f"{name:5}{row['a']:10.3f}{row['b']:10.3f}{'-':>8} {units[name]}")
            continue
        spread = f"{row['least']:.2f} to {row['most']:.2f}"
        print(f"{name:5}{row['a']:10.3f}{row['b']:10.3f}{row['ratio']:8.2f}   {spread} ({units[name]})")


if __name__ == "__main__":
    main()
