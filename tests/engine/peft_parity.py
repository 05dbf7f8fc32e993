#!/usr/bin/env python3
"""Adapters both ways: PEFT loads ours, we load PEFT's, and the logits are equal in float.

  peft_parity.py PEFT_LOGITS BASE...     BASE: folders of base models; one that is not there is left out, with a word
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
from peft import LoraConfig, PeftModel, TaskType, get_peft_model
from transformers import AutoModelForSequenceClassification

LIMIT = 1e-3


def sequences(vocabulary):
    generator = torch.Generator().manual_seed(3)
    lengths = (2, 9, 40, 70)
    return {"tokens": [torch.randint(5, vocabulary, (n,), generator=generator).tolist() for n in lengths],
            "labels": [0, 1, 2, 1]}


def classifier(base):
    torch.manual_seed(5)
    return AutoModelForSequenceClassification.from_pretrained(base, num_labels=3).eval()


def logits_of(model, texts):
    with torch.no_grad():
        return torch.cat([model(input_ids=torch.tensor([ids])).logits for ids in texts["tokens"]])


def ours(program, verb, base, texts, folder):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(texts, file)
        file.flush()
        done = subprocess.run([program, verb, base, file.name, folder], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"peft_logits {verb} failed: {done.stderr}")
    return torch.tensor(json.loads(done.stdout))


def peft_adapter(base, texts, folder, **options):
    """Trained a little, so that no matrix is 0."""
    model = get_peft_model(classifier(base), LoraConfig(task_type=TaskType.SEQ_CLS, lora_alpha=12, **options))
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-2)
    for _ in range(5):
        for ids, label in zip(texts["tokens"], texts["labels"]):
            model(input_ids=torch.tensor([ids]), labels=torch.tensor([label])).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.eval().save_pretrained(folder)
    return logits_of(model, texts)


def check(what, first, second):
    off = (first - second).abs().max().item()
    spread = (first - first.mean()).abs().max().item()
    print(f"{what}: largest difference of logits {off:.2e} (logits spread over {spread:.2f})")
    return off < LIMIT and spread > 10 * LIMIT


def parity(program, base):
    name = pathlib.Path(base).name
    texts = sequences(json.loads((pathlib.Path(base) / "config.json").read_text())["vocab_size"])
    good = True
    with tempfile.TemporaryDirectory() as folder:
        mine = ours(program, "write", base, texts, folder)
        peft = PeftModel.from_pretrained(classifier(base), folder).eval()
        good &= check(f"{name}: our adapter, loaded by PEFT", mine, logits_of(peft, texts))
        good &= check(f"{name}: our adapter, merged by PEFT", mine, logits_of(peft.merge_and_unload(), texts))
        good &= check(f"{name}: our adapter, read by us", mine, ours(program, "read", base, texts, folder))
    for options in ({}, {"target_modules": ["query", "output.dense"], "r": 5, "use_rslora": True},
                    {"target_modules": "all-linear", "modules_to_save": ["classifier"]}):
        with tempfile.TemporaryDirectory() as folder:
            theirs = peft_adapter(base, texts, folder, **options)
            good &= check(f"{name}: PEFT's adapter {options}, read by us", theirs,
                          ours(program, "read", base, texts, folder))
    return good


def main():
    program, bases = sys.argv[1], sys.argv[2:]
    there = [b for b in bases if (pathlib.Path(b) / "model.safetensors").exists()]
    for base in set(bases) - set(there):
        print(f"left out, not there: {base}")
    results = [parity(program, base) for base in there]
    sys.exit(0 if results and all(results) else 1)


if __name__ == "__main__":
    main()
