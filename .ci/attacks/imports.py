"""Damages what import reads: each model is refused with a message, or it becomes a run that works."""

import json
import random
import shutil
import struct

from checkpoints import DAMAGES, change_anything, flip_bytes, cut, insert

STOCK = ["--positions", "rotary", "--final-norm", "--norm", "weighted", "--feed-forward", "swiglu"]
VARIANTS = [
    STOCK,
    [*STOCK, "--tokens", "bytes", "--mask", "window:4"],
    [*STOCK, "--query-key-norm", "--kv-heads", "2"],
    ["--positions", "rotary", "--final-norm", "--query-key-norm"],
]


def attack(program, count, seed):
    generator = random.Random(seed)
    text = program.folder / "text.txt"
    text.write_bytes(b"".join((program.data / "names.txt").read_bytes().splitlines(keepends=True)[:100]))
    folders = [make(program, text, index, options) for index, options in enumerate(VARIANTS)]
    plain = make_plain(program, text)
    damaged = program.folder / "damaged"
    run = program.folder / "imported"
    for number in range(count):
        if number % 5 == 4:
            source = program.folder / "damaged.safetensors"
            source.write_bytes(damage_tensors(plain, generator))
            options = ["--heads", generator.choice(["1", "4", "3", "999999999"]), "--vocabulary", str(text)]
        else:
            source = damaged
            shutil.rmtree(damaged, ignore_errors=True)
            shutil.copytree(folders[number % len(folders)], damaged)
            name = generator.choice(["config.json", "tokenizer.json", "generation_config.json", "model.safetensors"])
            path = damaged / name
            damage = damage_tensors if name.endswith(".safetensors") else damage_json
            path.write_bytes(damage(path.read_bytes(), generator))
            options = generator.choice([[], [], ["--context", "5"]])
        result = program.run(["import", str(source), "--output", str(run), *options])
        if result.status == 0:
            use(program, run, generator)
        elif run.exists():
            program.findings.add("leaves a folder of a model that was refused", result)
        shutil.rmtree(run, ignore_errors=True)


def make(program, text, index, options):
    run, folder = program.folder / f"run{index}", program.folder / f"folder{index}"
    program.run(["train", str(text), "--steps", "3", "--output", str(run), *options], expected=(0,))
    program.run(["export", str(run), "--to", "transformers", "--output", str(folder)], expected=(0,))
    return folder


def make_plain(program, text):
    """Weights under microgpt.py's names, of a checkpoint: without its metadata and Adam's moments."""
    run = program.folder / "plain"
    program.run(["train", str(text), "--steps", "3", "--output", str(run)], expected=(0,))
    data = (run / "checkpoint.safetensors").read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    del header["__metadata__"]
    header = {name: entry for name, entry in header.items() if not name.startswith(("adam.", "best."))}
    end = max(entry["data_offsets"][1] for entry in header.values())
    encoded = json.dumps(header).encode()
    return struct.pack("<Q", len(encoded)) + encoded + data[8 + length : 8 + length + end]


def damage_json(data, generator):
    if generator.random() < 0.3:
        return generator.choice([flip_bytes, cut, insert])(data, generator)
    value = json.loads(data)
    for _ in range(generator.choice([1, 1, 2, 4])):
        change_anything(value, generator)
    return json.dumps(value, ensure_ascii=generator.random() < 0.5).encode("utf-8", "surrogatepass")


def damage_tensors(data, generator):
    """Damages a safetensors file as a checkpoint, whose header need not have metadata here."""
    if generator.random() < 0.5:
        length = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8 : 8 + length])
        for _ in range(generator.choice([1, 1, 2, 4])):
            change_anything(header, generator)
        encoded = json.dumps(header).encode("utf-8", "surrogatepass")
        return struct.pack("<Q", len(encoded)) + encoded + data[8 + length :]
    damages = [damage for damage in DAMAGES if damage.__name__ not in ("change_header", "change_numbers")]
    return generator.choice(damages)(data, generator)


def use(program, run, generator):
    """A model that came in is sampled, looked into and taken out again."""
    # A number may be so large that no text can be sampled, which is said.
    program.run(["sample", str(run), "--count", "2"])
    program.run(["info", str(run)], expected=(0,))
    out = program.folder / "out"
    program.run(["export", str(run), "--to", generator.choice(["microgpt.py", "onnx", "gguf", "transformers"]), "--output", str(out)])
    shutil.rmtree(out, ignore_errors=True)
    out.unlink(missing_ok=True)
