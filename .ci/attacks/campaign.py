"""Runs the attacks and says what each found. Every attack is drawn from a seed, so a finding can be had again."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import checkpoints
import commands
import imports
import kills
import texts
from program import Findings, Program

ATTACKS = {"kills": kills, "checkpoints": checkpoints, "imports": imports, "commands": commands, "texts": texts}
STANDARD_COUNTS = {"kills": 200, "checkpoints": 2000, "imports": 400, "commands": 2000, "texts": 40}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/microgpt", help="the program to attack")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("what", nargs="*", help="an attack and its count, such as: kills 1000")
    arguments = parser.parse_args()

    counts = {}
    for word in arguments.what:
        if word in ATTACKS:
            counts[word] = STANDARD_COUNTS[word]
        elif word.isdigit() and counts:
            counts[list(counts)[-1]] = int(word)
        else:
            parser.error(f"{word}: an attack is one of {', '.join(ATTACKS)}")
    counts = counts or STANDARD_COUNTS

    total = 0
    for name, count in counts.items():
        findings = Findings()
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="attack-") as folder:
            program = Program(Path(arguments.program).resolve(), Path("data").resolve(), Path(folder), findings)
            ATTACKS[name].attack(program, count, arguments.seed)
        seconds = time.monotonic() - start
        statuses = ", ".join(f"{number}× {status}" for status, number in sorted(findings.statuses.items()))
        print(f"{name}: {count} in {seconds:.0f} s; exit statuses {statuses}; {len(findings.found)} findings")
        for finding in findings.found[:10]:
            print(f"  {finding}")
        total += len(findings.found)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
