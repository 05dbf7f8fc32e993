#!/usr/bin/env python3
"""Writes tests/fixtures/safetensors/small.safetensors with the reference writer (safetensors 0.8.0)."""
import ctypes
import pathlib
import struct

import safetensors

ROOT = pathlib.Path(__file__).resolve().parents[2]
TENSORS = {
    "layer.weight": {"dtype": "float32", "shape": [2, 3], "data": struct.pack("<6f", 1, -2, 3.5, 0, 1e30, -0.0)},
    "bias": {"dtype": "float32", "shape": [3], "data": struct.pack("<3f", 0.5, 0.25, -0.125)},
    "half": {"dtype": "bfloat16", "shape": [1, 2], "data": bytes([0x80, 0x3F, 0x00, 0xC0])},
    "flags": {"dtype": "bool", "shape": [3], "data": bytes([1, 0, 1])},
    "ids": {"dtype": "int64", "shape": [2], "data": struct.pack("<2q", -7, 1 << 40)},
    "empty": {"dtype": "float16", "shape": [0, 4], "data": b""},
    "scalar": {"dtype": "int32", "shape": [], "data": struct.pack("<i", 42)},
}
out = ROOT / "tests/fixtures/safetensors/small.safetensors"
buffers = {name: ctypes.create_string_buffer(t["data"], max(1, len(t["data"]))) for name, t in TENSORS.items()}
specs = {name: safetensors.TensorSpec(dtype=t["dtype"], shape=t["shape"], data_ptr=ctypes.addressof(buffers[name]),
                                      data_len=len(t["data"])) for name, t in TENSORS.items()}
out.parent.mkdir(exist_ok=True)
out.write_bytes(safetensors.serialize(specs, {"format": "pt"}))
