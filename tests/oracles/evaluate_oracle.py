#!/usr/bin/env python3
"""Writes tests/fixtures/evaluate/oracle.json: figures, intervals and tests as public libraries give them.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1 statsmodels==0.15.0
    venv/bin/python tests/oracles/evaluate_oracle.py

DeLong's covariance is computed here from its definition (every pair of rows), not by ranks as the program does.
"""
import json
import math
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import norm
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

OUT = pathlib.Path(__file__).resolve().parents[1] / "fixtures/evaluate/oracle.json"


def without_nan(value):
    """Plain lists and numbers; null for NaN."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, (np.ndarray, list, tuple)):
        return [without_nan(item) for item in value]
    if isinstance(value, (np.floating, float)):
        return None if math.isnan(value) else float(value)
    return int(value) if isinstance(value, np.integer) else value


def draw(seed, rows, classes, absent=None, coarse=False):
    """Labels and probabilities that have some sense, with unequal classes; `coarse` makes ties."""
    rng = np.random.default_rng(seed)
    share = 1.0 / np.arange(1, classes + 1)
    if absent is not None:
        share[absent] = 0
    labels = rng.choice(classes, size=rows, p=share / share.sum())
    logits = rng.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[labels]
    if coarse:
        logits = np.round(logits)
    odds = np.exp(logits)
    return labels, odds / odds.sum(axis=1, keepdims=True)


def calibration_error(stated, happened, bins):
    """Guo et al. 2017, equation 3, with bins open at the left."""
    total = 0.0
    for b in range(bins):
        inside = (stated > b / bins) & (stated <= (b + 1) / bins) | ((stated == 0) & (b == 0))
        if inside.any():
            total += inside.sum() * abs(happened[inside].mean() - stated[inside].mean())
    return total / len(stated)


def figures(labels, probabilities):
    classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    present = [c for c in range(classes) if (labels == c).any()]
    aurocs = [metrics.roc_auc_score(labels == c, probabilities[:, c]) if c in present else float("nan")
              for c in range(classes)]
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(classes), zero_division=np.nan)
    if classes == 2:
        stated, happened = probabilities[:, 1], labels == 1
        brier = metrics.brier_score_loss(labels, stated)
        auroc = metrics.roc_auc_score(labels, stated)
    else:
        stated, happened = probabilities.max(axis=1), predicted == labels
        brier = ((probabilities - np.eye(classes)[labels]) ** 2).sum(axis=1).mean()
        auroc = np.nanmean(aurocs)
    if classes > 2 and len(present) == classes:
        assert math.isclose(auroc, metrics.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro"))
        assert math.isclose(brier, metrics.brier_score_loss(labels, probabilities, labels=range(classes)))
    return {"labels": labels, "probabilities": probabilities,
            "accuracy": metrics.accuracy_score(labels, predicted),
            "macroF1": metrics.f1_score(labels, predicted, average="macro", zero_division=0),
            "auroc": auroc, "brier": brier,
            "calibrationError": calibration_error(stated, happened, 10),
            "precision": precision, "recall": recall, "f1": f1, "support": support, "aurocs": aurocs,
            "confusion": metrics.confusion_matrix(labels, predicted, labels=range(classes))}


def delong(scores, positive):
    """AUROCs and covariance by every pair of a positive and a negative."""
    wins = []
    for score in scores:
        high, low = score[positive], score[~positive]
        wins.append((high[:, None] > low[None, :]) + 0.5 * (high[:, None] == low[None, :]))
    by_positive = np.array([w.mean(axis=1) for w in wins])
    by_negative = np.array([w.mean(axis=0) for w in wins])
    return (np.array([w.mean() for w in wins]),
            np.atleast_2d(np.cov(by_positive)) / positive.sum() + np.atleast_2d(np.cov(by_negative)) / (~positive).sum())


def delong_case():
    labels, first = draw(11, 160, 2, coarse=True)
    rng = np.random.default_rng(12)
    scores = np.array([first[:, 1], np.round(0.7 * first[:, 1] + 0.3 * rng.random(160), 2)])
    aurocs, covariance = delong(scores, labels == 1)
    assert math.isclose(aurocs[0], metrics.roc_auc_score(labels, scores[0]))
    z = (aurocs[0] - aurocs[1]) / math.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    return {"labels": labels, "scores": scores, "aurocs": aurocs, "covariance": covariance,
            "pValue": 2 * norm.sf(abs(z))}


def intervals():
    for k, n in [(0, 1), (1, 1), (0, 20), (19, 20), (20, 20), (263, 300), (3, 7), (812, 898), (5, 4447)]:
        yield {"k": k, "n": n, "wilson": proportion_confint(k, n, method="wilson"),
               "exact": proportion_confint(k, n, method="beta")}


def mcnemars():
    for b, c in [(121, 59), (70, 59), (30, 60), (0, 5), (1, 1), (7, 19), (600, 520)]:
        yield {"b": b, "c": c, "pValue": mcnemar([[50, b], [c, 50]], exact=True).pvalue}


def kappas():
    """The first is vcd's SexualFun (Hout et al. 1987), for which R's vcd::Kappa prints .1293, ASE .0686."""
    for counts in [[[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]], [[20, 5], [10, 15]],
                   [[88, 14, 18], [10, 40, 10], [2, 6, 12]], [[45, 15], [25, 15]], [[5, 0, 0], [0, 0, 1], [0, 2, 4]],
                   [[3, 9], [11, 2]], [[118, 5], [2, 0]], [[0, 1], [1, 0]]]:
        table = np.array(counts)
        known = cohens_kappa(table)
        n = int(table.sum())
        yield {"counts": table, "n": n, "kappa": known.kappa, "variance": known.var_kappa,
               "low": known.kappa_low, "high": known.kappa_upp,
               "observed": proportion_confint(int(np.trace(table)), n, method="wilson")}


def main():
    warnings.simplefilter("error")
    document = {
        "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "scipy": scipy.__version__,
                     "statsmodels": statsmodels.__version__},
        "figures": {"seven classes": figures(*draw(1, 120, 7)), "two classes": figures(*draw(2, 90, 2)),
                    "ties": figures(*draw(3, 80, 3, coarse=True)), "class missing": figures(*draw(4, 60, 4, absent=2))},
        "delong": delong_case(), "intervals": list(intervals()), "mcnemar": list(mcnemars()),
        "kappas": list(kappas()),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(without_nan(document), separators=(",", ":"), allow_nan=False) + "\n")
    print("wrote", OUT)


if __name__ == "__main__":
    main()
