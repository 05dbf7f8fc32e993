"""Prints what tests/data/wfdb_test.cpp expects of MIT-BIH record 100. Run: wfdb_oracle.py <folder>.

Stored from wfdb 4.3.1: 650000 samples at 360 Hz in mV; samples 0 and 8 and the last of both
signals: -.145 -.065, -.12 -.08, -1.28 .0; means -.30629898 -.19103443; 2274 annotations: N 2239,
A 33, V 1, + 1; the first at 18 (+, "(N") and 77 (N), the ninth at 2044 (A).
"""
import collections
import os
import sys

import wfdb

path = os.path.join(sys.argv[1], "100")
record = wfdb.rdrecord(path)
marks = wfdb.rdann(path, "atr")
print(wfdb.__version__, record.sig_len, record.fs, record.units, record.sig_name)
print(record.p_signal[[0, 8, -1]], record.p_signal.mean(0))
print(len(marks.sample), collections.Counter(marks.symbol), marks.sample[:9], marks.symbol[:9])
