#!/usr/bin/env python3
"""Prints the numbers that tests/deploy/{two_arms,drift}_test.cpp hold: differences of shares, split of arms, drift.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0
    venv/bin/python tests/oracles/release_oracle.py
"""
import numpy as np
import scipy
from scipy.stats import chisquare, ks_2samp, kstwobign
from statsmodels.stats.proportion import confint_proportions_2indep

print("scipy", scipy.__version__)
for a, n, b, m in [(56, 70, 48, 80), (9, 10, 3, 10), (0, 40, 0, 60), (5, 500, 25, 480), (10, 10, 0, 20)]:
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    print("newcombe", a, n, b, m, repr(a / n - b / m), repr(float(low)), repr(float(high)))
for stable, candidate, percent in [(760, 240, 25), (700, 300, 25), (495, 505, 50), (9000, 1000, 9)]:
    n = stable + candidate
    expected = [n * (1 - percent / 100), n * percent / 100]
    print("sample ratio", stable, candidate, percent, repr(float(chisquare([stable, candidate], expected).pvalue)))

first = [(i * 37 % 101) / 10 for i in range(101)]
second = [(i * 53 % 97) / 8 for i in range(60)]
tied = [float(i % 5) for i in range(40)]
other = [float(i % 4) for i in range(36)]
for name, a, b in [("first second", first, second), ("tied other", tied, other)]:
    d = float(ks_2samp(a, b).statistic)
    p = float(kstwobign.sf(np.sqrt(len(a) * len(b) / (len(a) + len(b))) * d))
    print("ks", name, repr(d), repr(p))
for x in [0.05, 0.3, 0.8, 0.99, 1.0, 1.36, 2.5]:
    print("kolmogorov", x, repr(float(kstwobign.sf(x))))
e, a = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.2, 0.2, 0.2, 0.4])
print("psi", repr(float(((a - e) * np.log(a / e)).sum())))
