"""Damages checkpoints: each is refused with a message or read, and nothing else happens."""

import json
import math
import random
import shutil
import struct

READERS = [
    ["info"],
    ["sample", "--count", "2"],
    ["inspect", "attention", "--text", "emma"],
    ["inspect", "shapes"],
    ["evaluate"],
    ["resume"],
]


def attack(program, count, seed):
    generator = random.Random(seed)
    text = program.folder / "text.txt"
    text.write_bytes(b"".join((program.data / "names.txt").read_bytes().splitlines(keepends=True)[:100]))
    originals = [make(program, text, index, options) for index, options in enumerate(VARIANTS)]
    run = program.folder / "damaged"
    run.mkdir()
    for number in range(count):
        original = originals[number % len(originals)]
        damage = generator.choice(DAMAGES)
        (run / "checkpoint.safetensors").write_bytes(damage(original, generator))
        reader = READERS[number % len(READERS)] if number % 3 else ["info"]
        read(program, run, text, reader)
    shutil.rmtree(run)


VARIANTS = [
    [],
    ["--positions", "rotary", "--kv-heads", "2", "--tokens", "bytes"],
    ["--latent", "8", "--kernel", "flash:2", "--store", "paged:4", "--documents", "stream"],
    ["--feed-forward", "swiglu", "--norm", "weighted", "--final-norm", "--query-key-norm", "--hidden", "9"],
]


def make(program, text, index, options):
    run = program.folder / f"original{index}"
    program.run(["train", str(text), "--steps", "3", "--output", str(run), *options], expected=(0,))
    return (run / "checkpoint.safetensors").read_bytes()


def read(program, run, text, reader):
    command, options = reader[0], reader[1:]
    if command == "resume":
        program.run(["train", str(text), "--resume", str(run), "--steps", "5", "--output", f"{run}-resumed", "--overwrite"])
    elif command == "inspect":
        program.run([command, options[0], str(run), *options[1:]])
    elif command == "evaluate":
        program.run([command, str(run), str(text)])
    else:
        program.run([command, str(run), *options])


# MARK: Damages

NUMBERS = [
    0, -1, 1, 2, 3, 7, 16, 255, 65536, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), 1e308,
    1e-320, 0.5, -0.0, 10**40,
]
STRINGS = [
    "", "\x1b[31m", "\x1b]52;c;AAAA\x07", "a\nb", "\u202egnp", "\u2028", "x" * 100_000, "\0", "é", "e\u0301", "/dev/zero",
    "causal", "window:0", "window:99999999999999999999", "rolling:1", "paged:0", "flash:0", "none", "sqrt", "1e999", "nan",
    "scalars", "bytes", "lines", "stream", "NaN", "Infinity", "\ufeff", "👩‍👩‍👧",
]
VALUES = [None, True, False, [], {}, [1, 2], {"a": 1}, *NUMBERS, *STRINGS]


def flip_bytes(data, generator):
    changed = bytearray(data)
    for _ in range(generator.choice([1, 1, 2, 10])):
        changed[generator.randrange(len(changed))] = generator.randrange(256)
    return bytes(changed)


def flip_header_bytes(data, generator):
    changed = bytearray(data)
    length = struct.unpack("<Q", data[:8])[0]
    for _ in range(generator.choice([1, 1, 2, 5])):
        changed[generator.randrange(8 + length)] = generator.choice(b'{}[]",:0123456789-+.eE\\ \n\0abz\xff\xc3')
    return bytes(changed)


def cut(data, generator):
    return data[: generator.randrange(len(data))]


def insert(data, generator):
    place = generator.randrange(len(data))
    return data[:place] + bytes(generator.randrange(256) for _ in range(generator.randrange(1, 64))) + data[place:]


def change_length(data, generator):
    return struct.pack("<Q", generator.choice([0, 1, 7, 2**31, 2**63, 2**64 - 1, len(data), 100_000_000])) + data[8:]


def change_numbers(data, generator):
    """Puts numbers in the place of weights that training never makes."""
    length = struct.unpack("<Q", data[:8])[0]
    changed = bytearray(data)
    count = (len(data) - 8 - length) // 8
    for _ in range(generator.choice([1, 10, 1000])):
        number = generator.choice([math.inf, -math.inf, math.nan, 1e300, -1e300, 1e-310, 1e150, 0.0, 1000.0])
        struct.pack_into("<d", changed, 8 + length + 8 * generator.randrange(count), number)
    return bytes(changed)


def change_header(data, generator):
    """Puts another value anywhere in the header, or in the JSON texts of its metadata."""
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    for _ in range(generator.choice([1, 1, 1, 2, 4])):
        if generator.random() < 0.7:
            change_metadata(header["__metadata__"], generator)
        else:
            change_anything(header, generator)
            if not isinstance(header.get("__metadata__"), dict):
                break
    encoded = json.dumps(header, ensure_ascii=generator.random() < 0.5).encode("utf-8", "surrogatepass")
    return struct.pack("<Q", len(encoded)) + encoded + data[8 + length :]


def change_metadata(metadata, generator):
    key = generator.choice(list(metadata))
    try:
        value = json.loads(metadata[key])
        if not isinstance(value, (dict, list)):
            raise ValueError
        change_anything(value, generator)
        metadata[key] = json.dumps(value, ensure_ascii=False)
    except (ValueError, TypeError):
        metadata[key] = generator.choice(STRINGS)


def change_anything(value, generator):
    """Changes, removes or adds one member somewhere below a JSON object or array."""
    while True:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        if not keys:
            return
        key = generator.choice(keys)
        if isinstance(value[key], (dict, list)) and value[key] and generator.random() < 0.8:
            value = value[key]
            continue
        kind = generator.random()
        if kind < 0.15:
            del value[key]
        elif kind < 0.25 and isinstance(value, list):
            value.insert(key, generator.choice(VALUES))
        else:
            value[key] = generator.choice(VALUES)
        return


DAMAGES = [
    flip_bytes, flip_header_bytes, flip_header_bytes, cut, insert, change_length, change_numbers, change_header,
    change_header, change_header, change_header,
]
