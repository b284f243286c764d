"""Codes of fixed length: one vector, every number of it in as many bits, packed without gaps."""

from __future__ import annotations

import math
from typing import Collection, List

import numpy as np

from ..errors import FormatError
from ..model import Floats, Model
from ..safetensors import SafeTensors


class Packed(Model):
    """Streams of kind 5."""

    NAME = "packed"
    KINDS = (5,)
    _WIDTH = "packed.width"
    _STEP = "packed.step"

    #: The only number of tokens, which streams do not say.
    tokens = 1

    def __init__(self, file: SafeTensors) -> None:
        width, step = file.ints(self._WIDTH), file.floats(self._STEP)
        if len(width) != 2 or len(step) != 1:
            raise FormatError("a code's width must be two numbers, its step one, not %d and %d" % (len(width), len(step)))
        self.dim, self.bits, self.step = int(width[0]), int(width[1]), float(step[0])
        if not 1 <= self.dim <= 1 << 16 or self.bits not in (1, 2, 4, 8, 32):
            raise FormatError("%d numbers of %d bits are no code" % (self.dim, self.bits))
        if not 0 < self.step <= float(np.finfo(np.float32).max) / 512 or math.isnan(self.step):
            raise FormatError("a step of %r is no step between levels" % self.step)

    @classmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        return [cls._WIDTH, cls._STEP]

    @classmethod
    def read(cls, file: SafeTensors) -> "Packed":
        return cls(file)

    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        if tokens != self.tokens:
            raise FormatError("a stream of %d tokens does not belong to a codec of codes" % tokens)
        if len(payload) != (self.dim * self.bits + 7) // 8:
            raise FormatError("a code of %d bytes where %d numbers of %d bits are needed" % (len(payload), self.dim, self.bits))
        if self.bits == 32:
            values = np.frombuffer(payload, "<f4").astype(np.float32)
            if not np.isfinite(values).all():
                raise FormatError("a code holds a number that is not finite")
            return values[None]
        taken = np.unpackbits(np.frombuffer(payload, np.uint8), bitorder="little")
        if taken[self.dim * self.bits :].any():
            raise FormatError("a code whose last byte does not end in zeros")
        weights = 1 << np.arange(self.bits, dtype=np.int64)
        levels = taken[: self.dim * self.bits].reshape(self.dim, self.bits).astype(np.int64) @ weights
        levels = 2 * levels - 1 if self.bits == 1 else levels - (1 << self.bits - 1)
        return (levels.astype(np.float64) * self.step).astype(np.float32)[None]
