"""Products of lower rank by NumPy and PyTorch, for OutputAxesTest.

Writes products.json beside this script. Needs numpy and torch; run once, its output is committed.
"""
import json
import pathlib

import numpy as np
import torch

rng = np.random.default_rng(16)
cases = []
for out, width, rank in [(3, 7, 2), (7, 3, 2), (5, 5, 3), (6, 4, 1)]:
    w = rng.normal(size=(out, width)).astype(np.float32)
    b = rng.normal(size=out).astype(np.float32)
    x = (rng.normal(size=(40, width)) * rng.uniform(0.1, 3, width) + rng.normal(size=width) * 5).astype(np.float32)
    w64, x64 = w.astype(np.float64), x.astype(np.float64)
    mean = x64.mean(0)
    s = (x64 - mean).T @ (x64 - mean) / len(x64)
    values, vectors = np.linalg.eigh(w64 @ s @ w64.T)
    u = vectors[:, ::-1][:, :rank]
    aware = u @ u.T @ w64
    bias = b + w64 @ mean - aware @ mean
    left, singular, right = torch.linalg.svd(torch.from_numpy(w64), full_matrices=False)
    svd = (left[:, :rank] * singular[:rank]) @ right[:rank]
    kept = min(out, width)
    cases.append(
        {
            "out": out,
            "in": width,
            "rank": rank,
            "w": w.flatten().tolist(),
            "b": b.tolist(),
            "x": x.flatten().tolist(),
            "mean": mean.tolist(),
            "variances": values[::-1][:kept].tolist(),
            "aware": aware.flatten().tolist(),
            "bias": bias.tolist(),
            "squared_singular": (singular**2).tolist(),
            "svd": svd.flatten().tolist(),
        }
    )
pathlib.Path(__file__).with_name("products.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n")
