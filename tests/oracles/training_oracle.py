#!/usr/bin/env python3
"""What torch, transformers and scikit-learn say of optimizer steps, schedules, metrics and a logistic regression.

Writes tests/fixtures/training.json. Run with torch==2.15.0, transformers==5.23.0, scikit-learn==1.9.*, numpy.
"""
import json
import pathlib

import numpy as np
import sklearn
import torch
import transformers
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score

ROOT = pathlib.Path(__file__).resolve().parents[2]


def adamw():
    rng = np.random.default_rng(1)
    start = rng.normal(size=5).astype(np.float32)
    grads = rng.normal(size=(4, 5)).astype(np.float32)
    decayed = torch.nn.Parameter(torch.tensor(start))
    plain = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.AdamW([{"params": [decayed], "weight_decay": 0.1},
                                   {"params": [plain], "weight_decay": 0.0}], lr=0.01)
    norms = []
    for g in grads:
        decayed.grad, plain.grad = torch.tensor(g), torch.tensor(2 * g)
        norms.append(torch.nn.utils.clip_grad_norm_([decayed, plain], 1.0).item())
        optimizer.step()
    return {"start": start.tolist(), "gradients": grads.tolist(), "norms": norms, "decayed": decayed.tolist(),
            "plain": plain.tolist()}


def schedules():
    makers = {"constant": lambda o: transformers.get_constant_schedule_with_warmup(o, 3),
              "linear": lambda o: transformers.get_linear_schedule_with_warmup(o, 3, 20),
              "cosine": lambda o: transformers.get_cosine_schedule_with_warmup(o, 3, 20)}
    out = {}
    for name, make in makers.items():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
        schedule = make(optimizer)
        out[name] = []
        for _ in range(21):
            out[name].append(schedule.get_last_lr()[0])
            optimizer.step()
            schedule.step()
    return out


def metrics_of(classes, seed):
    rng = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(classes), rng.integers(0, classes, 60 - classes)])
    p = rng.integers(1, 8, size=(60, classes)).astype(float)  # ties among the probabilities
    p[np.arange(60), labels] += 2
    p /= p.sum(1, keepdims=True)
    said = p.argmax(1)
    one_hot = np.eye(classes)[labels]
    auroc = (roc_auc_score(labels, p[:, 1]) if classes == 2
             else np.mean([roc_auc_score(labels == c, p[:, c]) for c in range(classes)]))
    brier = ((p - one_hot) ** 2).sum(1).mean() / (2 if classes == 2 else 1)
    return {"probabilities": p.tolist(), "labels": labels.tolist(), "accuracy": accuracy_score(labels, said),
            "f1_score": f1_score(labels, said, average="macro"), "auroc": auroc,
            "validationLoss": log_loss(labels, p), "brier": brier}


def probe():
    rng = np.random.default_rng(5)
    centres = rng.normal(size=(3, 6)) * 0.7
    labels = rng.integers(0, 3, 90)
    x = (centres[labels] + rng.normal(size=(90, 6))).astype(np.float32)
    fits = []
    for c in (0.3, 10.0):
        model = LogisticRegression(C=c, tol=1e-8, max_iter=5000).fit(x, labels)
        fits.append({"c": c, "probabilities": model.predict_proba(x[:10]).tolist(), "weight": model.coef_.tolist()})
    return {"x": x.tolist(), "labels": labels.tolist(), "fits": fits}


def main():
    out = {"torch": torch.__version__, "transformers": transformers.__version__, "sklearn": sklearn.__version__,
           "adamw": adamw(), "schedules": schedules(), "metrics": [metrics_of(2, 2), metrics_of(4, 3)], "probe": probe()}
    (ROOT / "tests/fixtures/training.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
