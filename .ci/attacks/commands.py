"""Random command lines, built from what the program's own help names, with values that are hard to read."""

import os
import random
import re
import shutil
import signal
import subprocess

COMMANDS = [
    ["train"], ["sample"], ["score"], ["evaluate"], ["info"], ["report"], ["inspect", "scaling"], ["inspect", "attention"],
    ["inspect", "gradients"], ["inspect", "graph"], ["inspect", "shapes"], ["inspect", "check"], ["inspect", "schema"],
    ["export"], ["import"],
]
NUMBERS = [
    "0", "1", "2", "3", "4", "5", "8", "16", "-1", "-0", "+5", " 5", "5 ", "0x10", "1_000", "1e3", "0.5", ".5", "5.", "1e400", "1e-400",
    "1e-320", "nan", "inf", "-inf", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "99999999999999999999999", "٣", "½", "1,2", "4,4,4", "1,", ",", "2,99999999",
]
WORDS = [
    "", " ", "emma", "a", "A", "--", "-", "-x", "--json", "-h", "\\", "\\n", "\\u{1b}", "\\u{110000}", "\\u{", "\x1b[2J", "a\nb",
    "\u202eabc", "é", "e\u0301", "👩‍👩‍👧", "\u2028", "x" * 5000, "'", '"', "$HOME", "`id`", "*", "~", "causal", "window:4", "window:0",
    "strided:2", "blocks:3+global:1", "global:1", "rolling:4", "paged:2", "flash", "flash:1", "softmax", "rotary", "learned",
    "sqrt", "none", "0.25", "lines", "stream", "scalars", "characters", "bytes", "pattern", "scores", "gradient", "scaling",
    b"\xff", b"run\xe9",
]


def attack(program, count, seed):
    generator = random.Random(seed)
    folder = program.folder
    text = folder / "text.txt"
    text.write_bytes(b"".join((program.data / "names.txt").read_bytes().splitlines(keepends=True)[:60]))
    program.run(["train", "text.txt", "--steps", "5", "--output", "run"], expected=(0,))
    keep = folder / "keep"
    keep.mkdir()
    (keep / "precious.txt").write_text("precious")
    options = {" ".join(command): options_of(program, command) for command in COMMANDS}
    files = ["text.txt", "run", "run/checkpoint.safetensors", "none", ".", "/dev/null", "keep", "keep/precious.txt", "new", "-"]

    before = {path: path.read_bytes() for path in (text, keep / "precious.txt", folder / "run/checkpoint.safetensors")}
    for number in range(count):
        command = generator.choice(COMMANDS)
        arguments = line(command, options[" ".join(command)], files, generator)
        run(program, arguments)
        for path, content in before.items():
            if not path.exists() or path.read_bytes() != content:
                if path.name == "checkpoint.safetensors" and may_replace(arguments):
                    before[path] = path.read_bytes()
                    continue
                program.findings.add(f"{path.name} is not as it was after {arguments}")
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
        for path in folder.iterdir():
            if path.name not in ("text.txt", "run", "keep"):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def may_replace(arguments):
    """Whether a command may write into the run that is there: it resumes it or was told to replace it."""
    return arguments[0] in ("train", "import") and any(str(word).startswith(("--resume", "--overwrite")) for word in arguments)


def options_of(program, command):
    """The options that a command's help lists, each with whether it takes a value."""
    result = program.run(["help", *command], expected=(0,))
    found = re.findall(r"^  (?:(-\w), )?(--[\w-]+)( <)?", result.output_text, re.MULTILINE)
    return [(name, bool(value)) for short, long, value in found for name in (short, long) if name]


def line(command, options, files, generator):
    """A command line: mostly right in its form, and often wrong in what it says."""
    words = list(command)
    for _ in range(generator.choice([0, 1, 1, 2, 2])):
        words.append(generator.choice(files) if generator.random() < 0.85 else generator.choice(WORDS))
    for _ in range(generator.choice([0, 1, 1, 2, 3, 5])):
        name, takes_value = generator.choice(options)
        if generator.random() < 0.03:
            name = name[:-1] + generator.choice("xyz")
        if not takes_value and generator.random() < 0.95:
            words.append(name)
            continue
        value = generator.choice(generator.choice([NUMBERS, NUMBERS, WORDS, files]))
        if isinstance(value, bytes) or generator.random() < 0.5:
            words += [name, value]
        else:
            words.append(f"{name}={value}")
    if words[0] == "train" and not any(str(word).startswith("--steps") for word in words):
        words += ["--steps", "7"]
    if words[0] != "train" and "--text" in dict(options) and generator.random() < 0.7:
        words += ["--text", generator.choice(["emma", "a", "", "zo\\u{e9}"])]
    if words[:2] == ["inspect", "scaling"] and "--train" in words and "--steps" not in words:
        words += ["--steps", "3"]
    return [word if isinstance(word, bytes) else word.replace("\0", "") for word in words]


def run(program, arguments):
    """A command that has a lot to do is asked to stop, and must."""
    process = program.start([os.fsencode(word) if isinstance(word, str) else word for word in arguments])
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    program.finish(process, arguments, expected=(0, 1, 64, 130, -signal.SIGINT))
