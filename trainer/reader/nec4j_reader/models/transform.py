"""A transform codec: coefficients over axes of the embedding's space and over the grid of patch tokens."""

from __future__ import annotations

import math
from typing import Collection, List, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import FormatError
from ..lockstep import decode_many
from ..safetensors import SafeTensors
from ..tables import Tables
from ..model import MOST_SYMBOL, Floats, Model, finite, held, largest, table_names, tables_under

Doubles = NDArray[np.float64]


class Transform(Model):
    """Streams of kind 2. All sums are float64, term by term in the order of the format."""

    NAME = "transform"
    KINDS = (2,)
    _PREFIX = "transform."
    _PARTS = ("mean", "axes", "plane", "step", "rounding", "rows", "centres")

    def __init__(self, file: SafeTensors) -> None:
        mean, axes, plane, step, rounding, centres = (
            file.floats(self._PREFIX + name) for name in ("mean", "axes", "plane", "step", "rounding", "centres")
        )
        self.dim = len(mean)
        self.tables: Tables = tables_under(file, self._PREFIX)
        side = math.isqrt(len(plane))
        components = len(axes) // self.dim if self.dim else 0
        if not 0 < components <= self.dim or components * self.dim != len(axes):
            raise FormatError("axes of %d numbers are none of a space of %d dimensions" % (len(axes), self.dim))
        if side == 0 or side * side != len(plane):
            raise FormatError("a transform of %d numbers is none of a square grid" % len(plane))
        if len(step) != 1 or len(rounding) != 1 or not 0 < float(step[0]) < math.inf or not 0 < float(rounding[0]) <= 0.5:
            raise FormatError("a step must be one positive number, its rounding one above 0 and up to 0.5")
        self.tokens = 1 + side * side
        rows = file.ints(self._PREFIX + "rows")
        if len(rows) != components * self.tokens:
            raise FormatError("%d rows do not fit %d components of %d tokens" % (len(rows), components, self.tokens))
        if self.tables.rows == 0 or len(centres) == 0 or len(centres) % self.tables.rows:
            raise FormatError("%d centres do not divide into %d rows" % (len(centres), self.tables.rows))
        if int(rows.min()) < -1 or int(rows.max()) >= self.tables.rows:
            raise FormatError("a coefficient names a row beyond the %d of the tables" % self.tables.rows)
        for numbers in (mean, axes, plane, centres):
            finite(numbers, "a transform")
        self.step = float(step[0])
        self.mean = mean.astype(np.float64)
        self.axes = axes.astype(np.float64).reshape(components, self.dim)
        self.plane = plane.astype(np.float64).reshape(side, side)
        self.centres = centres.astype(np.float64).reshape(self.tables.rows, -1)
        self.places = np.flatnonzero(rows >= 0)
        self.rows = rows[self.places]
        coefficient = (MOST_SYMBOL + largest(centres)) * self.step
        over = max(1.0, float(np.abs(self.plane).sum(axis=0).max()))
        most = np.abs(self.mean) + coefficient * over * over * np.abs(self.axes).sum(axis=0)
        held(float(most.max()), "the components of embeddings")

    @classmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        return [cls._PREFIX + name for name in cls._PARTS] + table_names(cls._PREFIX)

    @classmethod
    def read(cls, file: SafeTensors) -> "Transform":
        return cls(file)

    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        return self.decode_many([payload], kind, tokens)[0]

    def decode_many(self, payloads: Sequence[bytes], kind: int, tokens: int) -> Sequence[Floats]:
        if tokens != self.tokens:
            raise FormatError("a stream of %d tokens does not belong to a codec of %d" % (tokens, self.tokens))
        symbols = decode_many(payloads, self.rows, self.tables).astype(np.int64)  # [places, streams]
        sizes = np.abs(symbols)
        bins = np.clip(sizes, 1, self.centres.shape[1]) - 1
        values = (sizes + self.centres[self.rows[:, None], bins]) * self.step
        coefficients = np.zeros((len(payloads), len(self.axes) * tokens))
        coefficients[:, self.places] = np.where(symbols == 0, 0.0, np.where(symbols < 0, -values, values)).T
        return [self._synthesis(own) for own in coefficients.reshape(len(payloads), len(self.axes), tokens)]

    def _synthesis(self, coefficients: Doubles) -> Floats:
        """The embedding of coefficients [axes, tokens]; axes without any are passed over."""
        used = np.flatnonzero(coefficients.any(axis=1))
        own = coefficients[used]
        side = len(self.plane)
        own[:, 1:] = self._over_grid(own[:, 1:].reshape(-1, side, side)).reshape(len(used), -1)
        y = np.repeat(self.mean[None], self.tokens, axis=0)
        terms = np.empty_like(y)
        for axis, over_tokens in zip(self.axes[used], own):
            np.multiply(over_tokens[:, None], axis, out=terms)
            np.add(y, terms, out=y)
        return y.astype(np.float32)

    def _over_grid(self, grids: Doubles) -> Doubles:
        """m^T p m for grids p [axes, side, side], m being the plane."""
        half, full = np.zeros_like(grids), np.zeros_like(grids)
        for r, weights in enumerate(self.plane):
            half += weights[:, None] * grids[:, r, None, :]
        for x, weights in enumerate(self.plane):
            full += half[:, :, x, None] * weights
        return full
