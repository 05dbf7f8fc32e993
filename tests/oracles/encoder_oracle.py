#!/usr/bin/env python3
"""A tiny random BERT, what Hugging Face computes with it, and the adapter that PEFT writes for it.

Writes tests/fixtures/bert_tiny (the base folder, expected.json, expected.safetensors) and
tests/fixtures/bert_tiny_peft (as PEFT's save_pretrained leaves it). Each sequence is computed alone, without
padding. Run with torch==2.15.0, transformers==5.23.0, peft==0.21.2, safetensors==0.8.0.
"""
import json
import pathlib
import shutil

import torch
from peft import LoraConfig, TaskType, get_peft_model
from safetensors.torch import save_file
from transformers import BertConfig, BertForSequenceClassification

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASE = ROOT / "tests/fixtures/bert_tiny"
ADAPTER = ROOT / "tests/fixtures/bert_tiny_peft"
CLASSES, VOCAB, LENGTHS = 3, 40, (2, 7, 33, 70)
SCALE = 0.25


def randomise(model):
    for name, p in model.named_parameters():
        plain = "LayerNorm.weight" in name
        p.data = (1.0 if plain else 0.0) + torch.randn_like(p) * (0.15 if p.dim() > 1 else 0.1)


def total_loss(model, sequences, labels, **terms):
    total = torch.zeros(())
    for ids, label in zip(sequences, labels):
        logits = model(input_ids=torch.tensor([ids])).logits
        total = total + torch.nn.functional.cross_entropy(logits, torch.tensor([label]), reduction="sum", **terms)
    return total


def gradients(model, sequences, labels, **terms):
    model.zero_grad()
    total = total_loss(model, sequences, labels, **terms)
    (SCALE * total).backward()
    return total.item(), {n: p.grad.clone() for n, p in model.named_parameters() if p.grad is not None}


def logits_of(model, sequences):
    with torch.no_grad():
        return torch.cat([model(input_ids=torch.tensor([ids])).logits for ids in sequences])


def write_base(model):
    shutil.rmtree(BASE, ignore_errors=True)
    model.bert.save_pretrained(BASE)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + [chr(97 + i) for i in range(26)]
    words += ["##" + chr(97 + i) for i in range(VOCAB - len(words))]
    (BASE / "vocab.txt").write_text("\n".join(words) + "\n")
    (BASE / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": True, "tokenizer_class": "BertTokenizer"}))


def main():
    torch.manual_seed(20261124)
    torch.set_num_threads(1)
    config = BertConfig(vocab_size=VOCAB, hidden_size=24, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=40, max_position_embeddings=80, num_labels=CLASSES)
    model = BertForSequenceClassification(config)
    randomise(model)
    model.eval()
    write_base(model)
    sequences = [[2] + torch.randint(5, VOCAB, (n - 2,)).tolist() + [3] for n in LENGTHS]
    labels = [0, 2, 1, 2]
    tensors = {"classifier.weight": model.classifier.weight.data.clone(),
               "classifier.bias": model.classifier.bias.data.clone(), "logits": logits_of(model, sequences)}
    with torch.no_grad():
        hidden = [model.bert(input_ids=torch.tensor([ids])).last_hidden_state[0] for ids in sequences]
    tensors["first"] = torch.stack([h[0] for h in hidden])
    tensors["mean"] = torch.nn.functional.normalize(torch.stack([h.mean(0) for h in hidden]), dim=1)
    loss, grads = gradients(model, sequences, labels)
    tensors |= {"full." + n: g for n, g in grads.items()}
    weighted = total_loss(model, sequences, labels, weight=torch.tensor([0.5, 2.0, 1.25])).item()
    smoothed = total_loss(model, sequences, labels, label_smoothing=0.1).item()

    peft = get_peft_model(model, LoraConfig(task_type=TaskType.SEQ_CLS, r=4, lora_alpha=6,
                                            target_modules=["query", "value", "intermediate.dense", "output.dense"],
                                            modules_to_save=["pooler"]))
    for name, p in peft.named_parameters():
        if "lora_B" in name:
            p.data = torch.randn_like(p) * 0.1
        elif p.requires_grad and "lora_" not in name:
            p.data = p.data + torch.randn_like(p) * 0.05
    peft.eval()
    shutil.rmtree(ADAPTER, ignore_errors=True)
    peft.save_pretrained(ADAPTER)
    (ADAPTER / "README.md").unlink()
    tensors["peft.logits"] = logits_of(peft, sequences)
    peft_loss, grads = gradients(peft, sequences, labels)
    for name, g in grads.items():
        plain = name.removeprefix("base_model.model.").replace(".modules_to_save", "").replace(".default", "")
        tensors["peft." + plain] = g
    save_file({n: t.float().contiguous() for n, t in tensors.items()}, BASE / "expected.safetensors")
    (BASE / "expected.json").write_text(json.dumps(
        {"sequences": sequences, "labels": labels, "classWeights": [0.5, 2.0, 1.25], "smoothing": 0.1, "scale": SCALE,
         "loss": loss, "weightedLoss": weighted, "smoothedLoss": smoothed, "peftLoss": peft_loss,
         "torch": torch.__version__}, indent=1) + "\n")


if __name__ == "__main__":
    main()
