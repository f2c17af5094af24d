"""Odd texts: what can be trained on must be sampled, evaluated and looked at; what can't must be refused with a reason."""

import json
import random
import re

STEPS = "30"


def attack(program, count, seed):
    generator = random.Random(seed)
    odd = list(odd_texts())
    for number in range(count):
        name, text = odd[number] if number < len(odd) else (f"random{number}", random_text(generator))
        unit = generator.choice(["scalars", "characters", "bytes"])
        layout = generator.choice(["lines", "lines", "stream"])
        study(program, name, text, unit, layout)


def study(program, name, text, unit, layout):
    file = program.folder / f"{name}.txt"
    file.write_bytes(text)
    run = program.folder / f"run-{name}"
    trained = program.run(
        ["train", str(file), "--steps", STEPS, "--tokens", unit, "--documents", layout, "--output", str(run)],
        expected=(0, 1),
    )
    if trained.status == 1:
        if run.exists():
            program.findings.add("a text that is refused leaves a folder", trained)
        return
    samples = (run / "samples.txt").read_bytes()
    for stream in (samples, trained.output):
        # Whatever a reader takes for a line break, there are twenty texts.
        if len(stream.decode("utf-8").splitlines()) != 20:
            program.findings.add("prints other than one line a text", trained)
    program.run(["info", str(run)], expected=(0,))
    evaluate(program, run, file, text, unit, layout)
    score(program, run, file)
    for sample in samples.decode("utf-8").splitlines()[:3]:
        read_back(program, run, sample)


def evaluate(program, run, file, text, unit, layout):
    result = program.run(["evaluate", str(run), str(file)], expected=(0,))
    if unit == "scalars" and layout == "lines":
        lines = [line.strip() for line in re.split("\r\n|\n|\r", text.decode("utf-8-sig")) if line.strip()]
        expected = sum(min(len(line) + 1, 16) for line in lines)
        found = re.search(r"([\d,]+) tokens? predicted", result.output_text)
        if not found or int(found[1].replace(",", "")) != expected:
            program.findings.add(f"predicts other than {expected} tokens", result)


def score(program, run, file):
    """The texts of the file cost together what evaluating it says, to the last digit that is printed."""
    scored = json.loads(program.run(["score", str(run), "--file", str(file), "--json"], expected=(0,)).output)["result"]["totals"]
    evaluated = json.loads(program.run(["evaluate", str(run), str(file), "--json"], expected=(0,)).output)["result"]
    difference = abs(scored["loss_per_token"] - evaluated["model"]["loss_per_token"])
    if scored["token_count"] != evaluated["token_count"] or not difference < 1e-9:
        program.findings.add(f"score and evaluate differ by {difference} on {file.name}")
    program.run(["score", str(run), "--file", str(file), "--totals"], expected=(0,))


def read_back(program, run, sample):
    """A sampled text, given back as it was printed, is a prompt and a text to look at."""
    program.run(["score", str(run), "--", sample], expected=(0, 64))
    program.run(["sample", str(run), "--count", "1", f"--prompt={sample}"], expected=(0, 64))
    program.run(["inspect", "attention", str(run), f"--text={sample}"], expected=(0, 64))
    program.run(["report", str(run), f"--text={sample}", "-o", str(run / "report.html")], expected=(0, 64))


def odd_texts():
    yield "empty", b""
    yield "blank", b"\n \n\t\n"
    yield "one", b"a"
    yield "same", b"a\n" * 100
    yield "long", b"ab" * 5000
    yield "crlf", b"ab\r\ncd\r\n" * 20
    yield "cr", b"ab\rcd\r" * 20
    yield "bom", "\ufeffab\ncd\n".encode() * 5
    yield "utf16", "ab\ncd\n".encode("utf-16") * 5
    yield "utf16be", "ab\ncd\n".encode("utf-16-be") * 5
    yield "utf32", "ab\ncd\n".encode("utf-32")
    yield "latin1", "é\nü\n".encode("latin-1")
    yield "gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\3" + bytes(range(256))
    yield "nul", b"a\0b\nc\0d\n" * 10
    yield "escape", b"\x1b[31mred\x1b[0m\n\x1b]52;c;AAAA\x07\n" * 10
    yield "c1", "\x9b31m\n\x85x\n".encode() * 10
    yield "bidi", "\u202eabc\u202c\n\u2066x\u2069\n\u061c\n".encode() * 10
    yield "separators", "a\u2028b\nc\u2029d\n\x0b\x0cx\x1c\x1d\x1e\n".encode() * 10
    yield "invisible", "a\u200bb\nc\u00add\n\ufeffx\n\u3164\n\u2800\n\u115f\n".encode() * 10
    yield "spaces", "\u00a0x\u00a0y\na\u3000b\n\u2003c\n".encode() * 10
    yield "combining", "e\u0301a\u0308\n\u0301\n\u0308\u0308\n".encode() * 10
    yield "zalgo", ("a" + "\u0301" * 500 + "\n").encode() * 5
    yield "emoji", "👩‍👩‍👧‍👦\n🏳️‍🌈\n👍🏽\n🇩🇪🇫🇷\n".encode() * 10
    yield "scripts", "नमस्ते\nสวัสดี\nمرحبا\nשלום\n한국어\n日本語\nΑθήνα\nМосква\n".encode() * 10
    yield "private", "\ue000\uf8ff\n\U000f0000\n\U0010ffff\n".encode() * 10
    yield "unassigned", "\u0378\u0530\n\ufdd0\n".encode() * 10
    yield "tags", "\U000e0041\U000e0042x\n".encode() * 10
    yield "backslashes", b"\\n\n\\\\\n\\u{41}\n\\u{zz}\n\\\n" * 10
    yield "quotes", b"'a'\n\"b\"\n$HOME\n`id`\n--json\n-o\n" * 10
    yield "html", b"<script>alert(1)</script>\n&amp;<b>\n]]>\n<!--\n" * 10
    yield "wide", "".join(chr(0x4E00 + index) + "\n" for index in range(3000)).encode()
    yield "surrogates", b"\xed\xa0\x80\n"
    yield "overlong", b"\xc0\xaf\n"
    yield "cut", "é".encode()[:1]
    yield "numbers", b"".join(b"%d+%d=%d\n" % (a, b, a + b) for a in range(20) for b in range(20))


def random_text(generator):
    """Lines of scalars from all over Unicode."""
    ranges = [(0x20, 0x7E), (0, 0x1F), (0x7F, 0x2FF), (0x300, 0x36F), (0x590, 0x8FF), (0x1F00, 0x2FFF), (0xE000, 0xFFFF),
              (0x1F300, 0x1FAFF), (0x10000, 0x10FFFF)]
    lines = []
    for _ in range(generator.randrange(1, 60)):
        low, high = generator.choice(ranges)
        lines.append("".join(chr(generator.randint(low, high)) for _ in range(generator.randrange(1, 30))))
    return "\n".join(lines).encode("utf-8")
