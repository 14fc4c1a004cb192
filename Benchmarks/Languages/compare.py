# SPDX-License-Identifier: Apache-2.0
"""Measures the expression, template and schema languages beside libraries for Python, side by side in one run.

Before it times a workload it checks that every side gives the same result. The sides take turns in every round, and what
counts is the processor's time, so that what else the machine does hits all of them alike. Benchmarks/README.md says how
to read the figures.
"""

import argparse
import gc
import importlib.metadata
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time

import peers
import workloads

OURS = "skein"
# What the figures are held against: how many times a side's rate ours must be.
AIMS = {peers.PYTHON: 20.0, peers.NATIVE: 0.5}


class Skein:
    """The runner of the language modules, a process that answers a line for a line."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def load(self, language, workload):
        source = next(workload[key] for key in ("source", "handlebars", "schema") if key in workload)
        return self.ask({"load": {"language": language, "source": source, "data": workload["data"]}})["result"]

    def time(self, count):
        return self.ask({"time": count})["seconds"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timer(run):
    """Times a peer: how many seconds of the processor so many runs take."""

    def time_it(count):
        turns = itertools.repeat(None, count)
        start = time.process_time()
        for _ in turns:
            run()
        return time.process_time() - start

    return time_it


def calibrate(time_it, seconds):
    """Warms a side up, and finds how many runs take so long."""
    count = 1
    while True:
        spent = time_it(count)
        if spent > seconds / 4:
            return max(1, round(count * seconds / spent))
        count *= 4


def measure(skein, language, workload, rounds, seconds):
    """The rates of all sides for a workload: runs a second, one for each round."""
    expected = skein.load(language, workload)
    sides = [(OURS, skein.time)]
    for name, _, make in peers.PEERS[language]:
        run = make(workload)
        result = peers.plain(run())
        if result != expected:
            sys.exit(f"{workload['name']}: {name} gives {result!r}, Skein gives {expected!r}")
        sides.append((name, timer(run)))
    counts = {name: calibrate(time_it, seconds) for name, time_it in sides}
    rates = {name: [] for name, _ in sides}
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for name, time_it in sides:
            rates[name].append(counts[name] / time_it(counts[name]))
    gc.enable()
    return rates


def summary(language, workload, rates):
    kinds = {name: kind for name, kind, _ in peers.PEERS[language]}
    sides = []
    for name, values in rates.items():
        rate = statistics.median(values)
        side = {"library": name, "rate": round(rate, 1), "spread": round((max(values) - min(values)) / rate, 3)}
        if name != OURS:
            # Of each round, since the machine may be faster in one than in another.
            ratio = statistics.median(ours / theirs for ours, theirs in zip(rates[OURS], values))
            side |= {"kind": kinds[name], "ratio": round(ratio, 2), "reached": ratio >= AIMS[kinds[name]]}
        sides.append(side)
    return {"language": language, "workload": workload["name"], "sides": sides}


def show(entry):
    print(f"\n{entry['language']}: {entry['workload']}")
    for side in entry["sides"]:
        line = f"  {side['library']:<28}{side['rate']:>14,.0f} /s  ±{side['spread'] / 2:>4.0%}"
        if "ratio" in side:
            verdict = "" if side["reached"] else f"   below the aim of {AIMS[side['kind']]:g}"
            line += f"   skein is {side['ratio']:>8.2f} times as fast ({side['kind']}){verdict}"
        print(line, flush=True)


def machine():
    with open("/proc/cpuinfo") as cpu:
        model = next((line.split(":")[1].strip() for line in cpu if line.startswith("model name")), "unknown")
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()
    names = [name for sides in peers.PEERS.values() for name, _, _ in sides]
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "swift": next((line for line in swift if "Swift version" in line), "unknown"),
        "libraries": {name: importlib.metadata.version(name) for name in names},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runner", help="the built LanguageBenchmarks")
    parser.add_argument("--json", help="where to write the figures, unless only some are measured")
    parser.add_argument("--only", default="", help="only the workloads that have this in their names")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.25, help="how long a side runs in a round")
    arguments = parser.parse_args()

    skein = Skein(arguments.runner)
    results = []
    for language in peers.PEERS:
        for workload in workloads.load(language):
            if arguments.only not in f"{language} {workload['name']}":
                continue
            rates = measure(skein, language, workload, arguments.rounds, arguments.seconds)
            results.append(summary(language, workload, rates))
            show(results[-1])
    skein.close()
    missed = sum(not side.get("reached", True) for entry in results for side in entry["sides"])
    print(f"\n{missed} of the aims missed." if missed else "\nAll aims reached.")
    if arguments.json and not arguments.only:
        report = {"machine": machine(), "rounds": arguments.rounds, "seconds": arguments.seconds, "results": results}
        with open(arguments.json, "w") as file:
            json.dump(report, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
