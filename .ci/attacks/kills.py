"""Kills trainings at any moment: what was saved must be whole, and a resumed run must end as an undisturbed one."""

import json
import random
import signal
import time

STEPS = 400
VARIANTS = [
    ["--save-every", "1"],
    ["--save-every", "7", "--batch", "4"],
    ["--save-every", "20", "--validation", "0.2"],
    ["--save-every", "3", "--layers", "2", "--threads", "2", "--batch", "40"],
    ["--save-every", "5", "--documents", "stream"],
    [],
]
RUN_FILES = {"checkpoint.safetensors", "metrics.jsonl", "samples.txt"}


def attack(program, count, seed):
    generator = random.Random(seed)
    text = program.folder / "some names.txt"
    text.write_bytes(b"".join((program.data / "names.txt").read_bytes().splitlines(keepends=True)[:500]))
    wholes = [train_undisturbed(program, text, variant, index) for index, variant in enumerate(VARIANTS)]

    for number in range(count):
        index = number % len(VARIANTS)
        run = program.folder / f"run{number}"
        arguments = [
            "train", str(text), "--steps", str(STEPS), "--seed", str(index), "--output", str(run), *VARIANTS[index]
        ]
        how = generator.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
        old = {}
        if number % 5 == 4:
            # A run is there already: it stays, whole, until the new one has something to put in its place.
            program.run([*arguments, "--steps", "20"], expected=(0,))
            old = files(run)
            arguments.append("--overwrite")
        kill(program, arguments, how, generator.uniform(0, wholes[index].seconds))
        if old and not (run / "checkpoint.safetensors").exists():
            program.findings.add(f"{run.name}: --overwrite lost the old run before there was a new one")
        elif old and (run / "checkpoint.safetensors").read_bytes() == old["checkpoint.safetensors"]:
            if {name: content for name, content in files(run).items() if name in RUN_FILES} != old:
                program.findings.add(f"{run.name}: of the old run, only the checkpoint is left")
        else:
            resume(program, run, text, wholes[index])


def files(run):
    return {file.name: file.read_bytes() for file in run.iterdir()}


class Whole:
    """An undisturbed run: what a resumed one must come to."""

    def __init__(self, files, seconds):
        self.files = files
        self.seconds = seconds


def train_undisturbed(program, text, variant, index):
    run = program.folder / f"whole{index}"
    start = time.monotonic()
    arguments = ["train", str(text), "--steps", str(STEPS), "--seed", str(index), "--output", str(run), *variant]
    program.run(arguments, expected=(0,))
    seconds = time.monotonic() - start
    return Whole(files(run), seconds)


def kill(program, arguments, how, delay):
    process = program.start(arguments)
    time.sleep(delay)
    process.send_signal(how)
    # A second request ends a program that has taken the first; a signal that is not caught ends it at once.
    program.finish(process, arguments, expected=(0, -how, 128 + how))


def resume(program, run, text, whole):
    checkpoint = run / "checkpoint.safetensors"
    if not checkpoint.exists():
        return
    program.run(["info", str(run)], expected=(0,))
    result = program.run(["train", str(text), "--resume", str(run), "--steps", str(STEPS)], expected=(0, 64))
    if result.status == 64 and "has made" not in result.error_text:
        program.findings.add("can't be resumed", result)
    check_metrics(program, run)
    if result.status == 0 and checkpoint.read_bytes() != whole.files["checkpoint.safetensors"]:
        program.findings.add("ends with other weights than an undisturbed run", result)
    if result.status == 0 and (run / "samples.txt").read_bytes() != whole.files["samples.txt"]:
        program.findings.add("ends with other samples than an undisturbed run", result)
    check_drafts(program, run)


def check_metrics(program, run):
    lines = (run / "metrics.jsonl").read_text().splitlines()
    try:
        steps = [json.loads(line)["step"] for line in lines]
    except (ValueError, KeyError) as error:
        program.findings.add(f"{run.name}: metrics.jsonl can't be read: {error}")
        return
    if steps != list(range(1, len(steps) + 1)):
        program.findings.add(f"{run.name}: metrics.jsonl has not each step once")


def check_drafts(program, run):
    """Whatever a killed run left is gone after the next one."""
    others = {file.name for file in run.iterdir()} - RUN_FILES
    if others:
        program.findings.add(f"{run.name}: leaves {', '.join(sorted(others))}")
