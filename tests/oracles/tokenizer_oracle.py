#!/usr/bin/env python3
"""What Hugging Face tokenizers does with text, asked of it code point by code point.

  tokenizer_oracle.py tables              writes core/engine/io/bert_unicode.cpp
  tokenizer_oracle.py fixture VOCAB.TXT   writes tests/fixtures/tokenizer/bert_random.jsonl
  tokenizer_oracle.py compare VOCAB.TXT PROGRAM N SEED
        asks PROGRAM (bench_wordpiece ids VOCAB MODE) for the ids of N random texts and compares

Its normaliser follows Unicode 8 and 9 tables in places and the newest elsewhere, so no Unicode library
of a Debian release agrees with it on every code point; hence tables made by asking.
Run with tokenizers==0.23.3. VOCAB.TXT is bert-base-uncased's.
"""
import json
import pathlib
import random
import subprocess
import sys
import unicodedata

import tokenizers
from tokenizers.implementations import BertWordPieceTokenizer
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)
MODES = {"uncased": dict(lowercase=True), "cased": dict(lowercase=False),
         "accents": dict(lowercase=True, strip_accents=False)}


def only(**flags):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**{**off, **flags}).normalize_str


def probe():
    clean, cjk, strip, lower = (only(clean_text=True), only(handle_chinese_chars=True),
                                only(strip_accents=True), only(lowercase=True))
    split = BertPreTokenizer().pre_tokenize_str
    out = dict(removed=[], isolated=[], white=[], punctuation=[], strip={}, lower={}, spaces=[])
    for c in CODE_POINTS:
        char = chr(c)
        if clean(char) == "":
            out["removed"].append(c)
        elif clean(char) == " ":
            out["spaces"].append(c)
        if cjk(char) != char:
            out["isolated"].append(c)
        if strip(char) != char:
            out["strip"][c] = strip(char)
        if lower(char) != char:
            out["lower"][c] = lower(char)
        pieces = [piece for piece, _ in split("a" + char + "b")]
        if len(pieces) == 3:
            out["punctuation"].append(c)
        elif len(pieces) == 2:
            out["white"].append(c)
    assert set(out["spaces"]) == set(out["white"]) - set(out["removed"])
    assert all(out["strip"][c] == unicodedata.normalize("NFD", chr(c)) for c in HANGUL)
    # Canonical order: two marks that stay, 224 before 216, swap unless something of class 0 is between.
    out["blocking"] = [c for c, text in out["strip"].items()
                       if text == "" and strip("x\u302e" + chr(c) + "\U0001d165")[1] == "\u302e"]
    out["combining"] = {}
    for c in CODE_POINTS:
        kept = c not in out["strip"]
        if kept and (strip("x\U0001d165" + chr(c))[1] != "\U0001d165" or strip("x\u302e" + chr(c))[1] != "\u302e"
                     or strip("x" + chr(c) + "\U0001d165")[1] != chr(c) or c in (0x302E, 0x1D165)
                     or strip("x\u302e" + chr(c) + "\U0001d165")[1] != "\u302e"):
            out["combining"][c] = unicodedata.combining(chr(c))
    marks = list(out["combining"])
    for a in marks:
        for b in marks:
            swapped = out["combining"][a] > out["combining"][b]
            assert strip("x" + chr(a) + chr(b)) == "x" + (chr(b) + chr(a) if swapped else chr(a) + chr(b)), (a, b)
    return out


def ranges(points):
    runs = []
    for c in sorted(points):
        if runs and runs[-1][1] == c - 1:
            runs[-1][1] = c
        else:
            runs.append([c, c])
    return runs


def lower_runs(lower):
    """first, last, stride 1 or 2, distance to the lower-case letter"""
    single = {c: ord(text) - c for c, text in lower.items() if len(text) == 1}
    runs, left = [], sorted(single)
    while left:
        best = []
        for stride in (1, 2):
            run, c = [], left[0]
            while single.get(c) == single[left[0]] and c in left:
                run.append(c)
                c += stride
            if len(run) > len(best):
                best, best_stride = run, stride
        runs.append((best[0], best[-1], best_stride, single[best[0]]))
        left = [c for c in left if c not in set(best)]
    return runs


def wrapped(items, width=98):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            lines.append(line)
            line = "   "
        line += " " + item + ","
    return "\n".join(lines + [line])


def table(kind, name, items):
    return f"constexpr {kind} {name}[] = {{\n{wrapped(items)}\n}};\n"


def hexed(points):
    return "{" + ",".join(f"{c:#x}" for c in points) + "}"


def tables():
    p = probe()
    strip = {c: text for c, text in p["strip"].items() if c not in HANGUL}
    gone = {c for c, text in strip.items() if text == ""}
    single = {c: ord(text) for c, text in strip.items() if len(text) == 1}
    blocks = ranges(single)
    combining = [(a, b, p["combining"][a]) for cls in sorted(set(p["combining"].values()))
                 for a, b in ranges([c for c, k in p["combining"].items() if k == cls])]
    longer = [(c, [ord(x) for x in text]) for c, text in strip.items() if len(text) > 1]
    longer_lower = [(c, [ord(x) for x in text]) for c, text in p["lower"].items() if len(text) > 1]
    parts = [
        f"// Generated by tests/oracles/tokenizer_oracle.py with tokenizers {tokenizers.__version__}; do not edit.\n"
        '#include "telesoft/engine/io/bert_unicode.h"\n\nnamespace telesoft::engine {\n\nnamespace {\n\n'
        "// clang-format off\n",
        table("CodeRange", "kRemoved", map(hexed, ranges(p["removed"]))),
        table("CodeRange", "kIsolated", map(hexed, ranges(p["isolated"]))),
        table("CodeRange", "kWhite", map(hexed, ranges(p["white"]))),
        table("CodeRange", "kPunctuation", map(hexed, ranges(p["punctuation"]))),
        table("CodeRange", "kPassingMarks", map(hexed, ranges(gone - set(p["blocking"])))),
        table("CodeRange", "kBlockingMarks", map(hexed, ranges(p["blocking"]))),
        table("CombiningRange", "kCombining", (f"{{{a:#x},{b:#x},{k}}}" for a, b, k in combining)),
        table("CodeRange", "kStrippedBlocks", map(hexed, blocks)),
        table("char32_t", "kStripped", (f"{single[c]:#x}" for a, b in blocks for c in range(a, b + 1))),
        table("LongMapping", "kStrippedLong", (f"{{{c:#x},{hexed(out)}}}" for c, out in longer)),
        table("LowerRun", "kLower", (f"{{{a:#x},{b:#x},{s},{d}}}" for a, b, s, d in lower_runs(p["lower"]))),
        table("LongMapping", "kLowerLong", (f"{{{c:#x},{hexed(out)}}}" for c, out in longer_lower)),
        "// clang-format on\n\n}  // namespace\n\n"
        "const BertUnicode& bertUnicode() {\n"
        "  static constexpr BertUnicode kAll{kRemoved,        kIsolated,  kWhite,          kPunctuation,\n"
        "                                    kPassingMarks,   kBlockingMarks, kCombining, kStrippedBlocks,\n"
        "                                    kStripped,       kStrippedLong, kLower, kLowerLong};\n"
        "  return kAll;\n}\n\n}  // namespace telesoft::engine\n",
    ]
    (ROOT / "core/engine/io/bert_unicode.cpp").write_text("\n".join(parts))


def random_text(rng):
    """Clinical words, then ever stranger neighbours."""
    words = ["patient", "Fever", "naïve", "Ménière's", "COVID-19", "25mg/dL", "unaffable", "don't", "x" * 99, "y" * 101,
             "é" * 50, "[CLS]", "[SEP]", "[MASK", "##ing", "İstanbul", "ΌΣΟΣ", "Straße", "ﬁbrosis", "한국어", "日本語", "١٢٣",
             "नमस्ते", "ไทย", "€", "µg", "½", "\u200b", "\u00ad", "\ufeff", "\U0001F9EC", "a\u0301\u0323", "\u1d160"]
    pools = [lambda: chr(rng.randrange(0x20, 0x7F)), lambda: chr(rng.randrange(0x00, 0x300)),
             lambda: chr(rng.randrange(0x300, 0x370)), lambda: chr(rng.randrange(0x370, 0x2000)),
             lambda: chr(rng.randrange(0x2000, 0x3400)), lambda: chr(rng.randrange(0xAC00, 0xD7A4)),
             lambda: chr(rng.randrange(0xF900, 0x10000)), lambda: chr(rng.randrange(0x10000, 0x1F000)),
             lambda: chr(rng.randrange(0x1F000, 0x110000)), lambda: rng.choice("\u302e\U0001d165\u0301\u034f\u1b44\u1d15e"),
             lambda: " ", lambda: rng.choice("\t\n\r.,;:!?()[]"), lambda: rng.choice(words) + rng.choice(["", " "])]
    weights = [rng.choice((0, 1, 4)) for _ in pools]
    weights[-1] += 1
    return "".join(rng.choices(pools, weights)[0]() for _ in range(rng.randrange(0, 40)))


def peer(vocab, mode):
    return BertWordPieceTokenizer(vocab, **MODES[mode])


def fixture(vocab):
    rng = random.Random(20261124)
    path = ROOT / "tests/fixtures/tokenizer/bert_random.jsonl"
    with path.open("w", encoding="ascii") as out:
        for mode in MODES:
            tokenizer = peer(vocab, mode)
            for _ in range(250 if mode == "uncased" else 100):
                text = random_text(rng)
                out.write(json.dumps({"mode": mode, "text": text, "ids": tokenizer.encode(text).ids},
                                     separators=(",", ":")) + "\n")


def compare(vocab, program, count, seed):
    rng = random.Random(int(seed))
    for mode in MODES:
        tokenizer = peer(vocab, mode)
        texts = [random_text(rng) for _ in range(int(count))] + [chr(c) + "a" + chr(c) for c in CODE_POINTS]
        ours = subprocess.run([program, "ids", vocab, mode], input="".join(json.dumps(t) + "\n" for t in texts),
                              capture_output=True, text=True, check=True).stdout.splitlines()
        assert len(ours) == len(texts), (len(ours), len(texts))
        wrong = [t for t, line in zip(texts, ours) if json.loads(line) != tokenizer.encode(t).ids]
        print(f"{mode}: {len(texts)} texts, {len(wrong)} differ", *map(ascii, wrong[:5]))
        if wrong:
            sys.exit(1)


if __name__ == "__main__":
    commands = {"tables": tables, "fixture": fixture, "compare": compare}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
