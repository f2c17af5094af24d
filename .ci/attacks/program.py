"""Starts the program, and checks what must hold of every run of it, whatever its arguments and files."""

import os
import resource
import shlex
import signal
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass

# A run that takes longer hangs; none of the attacks asks for so much work.
HANG_SECONDS = 120
# What a run may take of memory: a page of the largest text that is tried takes a third.
LARGEST_RESIDENT_BYTES = 1 << 30
# An error is to be read: it names what is wrong and does not quote all of it.
LONGEST_ERROR_LINE = 2_000


@dataclass
class Result:
    """What a finished run left."""

    arguments: list
    status: int
    output: bytes
    error: bytes

    @property
    def output_text(self):
        return self.output.decode("utf-8", "replace")

    @property
    def error_text(self):
        return self.error.decode("utf-8", "replace")


class Findings:
    """What was found to be wrong, and which exit statuses there were."""

    def __init__(self):
        self.found = []
        self.statuses = Counter()

    def add(self, what, result=None):
        command = ""
        if result:
            command = f": microgpt {shlex.join(map(printable, result.arguments))}\n    {result.error[-300:]!r}"
        self.found.append(what + command)


def printable(argument):
    if isinstance(argument, bytes):
        return repr(argument)
    return argument.encode("unicode_escape").decode() if not argument.isprintable() else argument


class Program:
    """The program in a folder of its own; its findings are collected as it is run."""

    def __init__(self, path, data, folder, findings):
        self.path = path
        self.data = data
        self.folder = folder
        self.findings = findings

    def start(self, arguments, cwd=None, **options):
        """Starts a run in the attack's folder, with no terminal and no core file."""
        return subprocess.Popen(
            [self.path, *arguments],
            cwd=cwd or self.folder,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
            **options,
        )

    def finish(self, process, arguments, expected=(0, 1, 64)):
        """Waits for a run to end and checks it."""
        try:
            output, error = process.communicate(timeout=HANG_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, error = process.communicate()
            result = Result(arguments, process.returncode, output, error)
            self.findings.add("does not end", result)
            return result
        result = Result(arguments, process.returncode, output, error)
        self.check(result, expected)
        return result

    def run(self, arguments, expected=(0, 1, 64), **options):
        """Runs the program to its end and checks the run."""
        process = self.start(arguments, **options)
        result = self.finish(process, arguments, expected)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        if peak > LARGEST_RESIDENT_BYTES and not getattr(self, "told_of_memory", False):
            self.told_of_memory = True
            self.findings.add(f"takes {peak >> 20} MiB of memory", result)
        return result

    def check(self, result, expected):
        self.findings.statuses[result.status] += 1
        if result.status not in expected:
            name = signal.Signals(-result.status).name if result.status < 0 else result.status
            self.findings.add(f"ends with {name}", result)
        error = result.error_text
        if result.status == 1 and "Error: " not in error:
            self.findings.add("fails without a message", result)
        if result.status == 64 and ("Error: " not in error or "Usage: " not in error):
            self.findings.add("refuses without a message", result)
        if any(len(line) > LONGEST_ERROR_LINE for line in error.split("\n")):
            self.findings.add("prints a line of an error that is too long", result)
        for stream, text in (("standard output", result.output), ("standard error", result.error)):
            what = raw_character(text)
            if what:
                self.findings.add(f"prints {what} to {stream}", result)


def raw_character(data):
    """Names the first character that must not be printed as it is: one that can't be seen, steers or reverses."""
    if data.isascii() and b"\x1b" not in data:
        text = data.decode("ascii")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return "bytes that are not UTF-8"
    for index, character in enumerate(text):
        if " " <= character <= "~" or character == "\n":
            continue
        category = unicodedata.category(character)
        # Joiners stay inside a character, such as an emoji of several parts.
        if character in "\u200c\u200d" and index > 0 and not text[index - 1].isspace():
            continue
        if category in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs"):
            return f"U+{ord(character):04X}"
    return None
