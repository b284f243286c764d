"""Makes ridge.safetensors and ../eval/moments.safetensors: what scikit-learn makes of small random problems.

    python ridge.py
"""
import os

import numpy as np
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(5)

# Dense: 3 x 3 tokens of 5 numbers behind a class token, tiles of 26 pixels (no multiple of 12 parts), 3 classes, some pixels unlabelled.
GRID, DIM, SIDE, CLASSES, PENALTY = 3, 5, 26, 3, 0.01
tiles = rng.normal(size=(30, 1 + GRID * GRID, DIM)).astype(np.float32)
labels = rng.integers(0, CLASSES, size=(30, SIDE, SIDE)).astype(np.uint8)
for i in range(30):  # a class that depends on the token
    for y in range(SIDE):
        for x in range(SIDE):
            if tiles[i, 1 + y * GRID // SIDE * GRID + x * GRID // SIDE, 0] > 0.5:
                labels[i, y, x] = 2
labels[:, 0, :5] = 255
labels[0, :9, :9] = 255


def features(tile):
    g = tile[1:].astype(np.float64).reshape(GRID, GRID, DIM)
    out = []
    for r in range(GRID):
        for c in range(GRID):
            near = [g[a, b] for a, b in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)) if 0 <= a < GRID and 0 <= b < GRID]
            out.append(np.concatenate([g[r, c], np.mean(near, 0)]))
    return np.array(out)


def shares(mask):
    parts = GRID * 4
    at = np.arange(SIDE) * parts // SIDE
    out = np.full((parts, parts, CLASSES), np.nan)
    for r in range(parts):
        for c in range(parts):
            known = mask[at == r][:, at == c].ravel()
            known = known[known != 255]
            if len(known):
                out[r, c] = [(known == k).mean() for k in range(CLASSES)]
    return out.reshape(GRID, 4, GRID, 4, CLASSES).transpose(0, 2, 1, 3, 4).reshape(GRID * GRID, -1)


x = np.concatenate([features(t) for t in tiles[:20]])
y = np.concatenate([shares(m) for m in labels[:20]])
y = np.where(np.isnan(y), np.nanmean(y, 0), y)
model = make_pipeline(StandardScaler(), Ridge(alpha=PENALTY * len(x))).fit(x, y)
scores = np.stack([model.predict(features(t)).reshape(GRID, GRID, 4, 4, CLASSES).transpose(0, 2, 1, 3, 4).reshape(-1, CLASSES)
                   for t in tiles[20:]])
save_file({"tiles": tiles, "labels": labels.reshape(30, -1), "scores": scores.astype(np.float32)},
          os.path.join(HERE, "ridge.safetensors"))

# Pooled: 9 tokens of 6 numbers behind a class token, classes that differ in the spread of their tokens, not in its centre.
y = rng.integers(0, 3, size=90)
x = rng.normal(size=(90, 10, 6)).astype(np.float32)
x[:, :, 0] *= (1 + y)[:, None]
x[:, :, 1] += 0.2 * y[:, None]
f = np.concatenate([x[:, 1:].mean(1), x[:, 1:].std(1)], 1, dtype=np.float64)
probe = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=5000, tol=1e-10)).fit(f[:60], y[:60])
save_file({"tokens": x, "labels": y.astype(np.float32), "predicted": probe.predict(f[60:]).astype(np.float32)},
          os.path.join(HERE, "..", "eval", "moments.safetensors"))
print("moments", probe.score(f[60:], y[60:]))
