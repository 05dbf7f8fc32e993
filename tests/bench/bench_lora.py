#!/usr/bin/env python3
"""LoRA fine-tuning of MiniLM on clinical notes: this engine against Hugging Face Trainer + PEFT, in one run.

  bench_lora.py BENCH_LORA MODEL NOTES.csv.gz [STEPS]     r 8 on query and value, batch 16, 256 tokens, 3 seeds

Prints samples/s, peak resident memory and loss of both, and their ratios. Exit 0 when the engine has at least 4 times
the samples/s at a third of the memory or less, and the same loss within the noise of the seeds.
"""
import collections
import csv
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

SEEDS = (1, 2, 3)
BATCH, TOKENS, RATE = 16, 256, 1e-3


def notes(path):
    """Each text once, under the first specialty that it stands for, of the ten largest specialties."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = {}
    for row in rows:
        if row["transcription"].strip():
            labels.setdefault(row["transcription"].strip(), row["medical_specialty"].strip())
    names = [name for name, _ in collections.Counter(labels.values()).most_common(10)]
    return [[text, names.index(name)] for text, name in labels.items() if name in names]


def hugging_face(model_folder, rows_file, seed, steps):
    """Runs in a process of its own, so that its peak memory is its own."""
    import resource
    import torch
    from peft import LoraConfig, TaskType, get_peft_model
    from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer,
                              TrainingArguments, set_seed)
    rows = [json.loads(line) for line in pathlib.Path(rows_file).read_text().splitlines()]
    set_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    model = get_peft_model(
        AutoModelForSequenceClassification.from_pretrained(model_folder, num_labels=1 + max(r[1] for r in rows)),
        LoraConfig(task_type=TaskType.SEQ_CLS, r=8, lora_alpha=16, target_modules=["query", "value"]))
    data = [{**tokenizer(text, truncation=True, max_length=TOKENS), "labels": label} for text, label in rows]
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(
            model=model, train_dataset=data, data_collator=DataCollatorWithPadding(tokenizer),
            args=TrainingArguments(folder, max_steps=steps, per_device_train_batch_size=BATCH, learning_rate=RATE,
                                   seed=seed, logging_steps=1, save_strategy="no", report_to=[], use_cpu=True,
                                   disable_tqdm=True))
        done = trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    print(json.dumps({"samplesPerSecond": steps * BATCH / done.metrics["train_runtime"],
                      "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                      "precision": str(next(model.parameters()).dtype), "threads": torch.get_num_threads(),
                      "losses": [float(x) for x in losses]}))


def measured(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          env={**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"})
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def curve(runs):
    """Mean loss of each third of the run, seed by seed."""
    thirds = []
    for run in runs:
        n = len(run["losses"]) // 3
        thirds.append([statistics.mean(run["losses"][i * n:(i + 1) * n]) for i in range(3)])
    return [[t[i] for t in thirds] for i in range(3)]


def same_curve(ours, theirs):
    """Welch's statistic of each third under 4: within the noise of three seeds."""
    good = True
    for name, a, b in zip(("first", "second", "last"), curve(ours), curve(theirs)):
        difference = statistics.mean(a) - statistics.mean(b)
        noise = ((statistics.variance(a) + statistics.variance(b)) / len(a)) ** 0.5
        print(f"loss, {name} third: {statistics.mean(a):.3f} against {statistics.mean(b):.3f} "
              f"(difference {difference:+.3f}, standard error {noise:.3f})")
        good &= abs(difference) < max(4 * noise, 0.01)
    return good


def main():
    program, model, source = sys.argv[1:4]
    steps = int(sys.argv[4]) if len(sys.argv) > 4 else 45
    with tempfile.TemporaryDirectory() as folder:
        rows_file = pathlib.Path(folder) / "rows.jsonl"
        rows = notes(source)
        rows_file.write_text("".join(json.dumps(r) + "\n" for r in rows))
        print(f"{len(rows)} notes, {steps} steps of {BATCH}, at most {TOKENS} tokens, {os.cpu_count()} cores")
        ours, theirs = [], []
        for seed in SEEDS:  # in turns, so that both meet the same load of the machine
            theirs.append(measured([sys.executable, __file__, "--hugging-face", model, rows_file, str(seed), str(steps)]))
            ours.append(measured([program, model, rows_file, str(seed), str(steps), "auto"]))
            for name, run in (("Hugging Face", theirs[-1]), ("engine", ours[-1])):
                print(f"seed {seed} {name:12} {run['samplesPerSecond']:6.1f} samples/s {run['peakMb']:6.0f} MB "
                      f"{run['precision']}", flush=True)
    speed = [statistics.median(r["samplesPerSecond"] for r in runs) for runs in (ours, theirs)]
    memory = [max(r["peakMb"] for r in runs) for runs in (ours, theirs)]
    print(f"speed {speed[0] / speed[1]:.2f} times (at least 4), memory {memory[0] / memory[1]:.3f} (at most 0.333)")
    good = same_curve(ours, theirs) and speed[0] >= 4 * speed[1] and memory[0] <= memory[1] / 3
    print("reached" if good else "NOT reached")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    if len(sys.argv) == 6 and sys.argv[1] == "--hugging-face":
        hugging_face(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        main()
