"""Measurements of an image's blocks, a byte each, as a sensing codec writes them."""

from __future__ import annotations

from typing import Collection, List

import numpy as np

from ..errors import FormatError
from ..safetensors import SafeTensors
from ..model import Floats, Model

_MOST = np.finfo(np.float32).max / 4
_MOST_TOKENS = 1 << 17


class Sensing(Model):
    """Streams of kind 4: a signed byte a measurement, block after block; value = centre + step * byte, each rounded to float32."""

    NAME = "sensing"
    KINDS = (4,)
    _PREFIX = "measurements."

    def __init__(self, file: SafeTensors) -> None:
        self.centres = file.floats(self._PREFIX + "centres")
        self.steps = file.floats(self._PREFIX + "steps")
        blocks = file.ints(self._PREFIX + "blocks")
        if len(blocks) != 2 or int(blocks.min()) < 1 or int(blocks[0]) * int(blocks[1]) > _MOST_TOKENS:
            raise FormatError("an image of %s blocks is none" % " x ".join(map(str, blocks)))
        if not len(self.centres) or len(self.centres) != len(self.steps):
            raise FormatError("%d centres need as many steps, not %d" % (len(self.centres), len(self.steps)))
        if not ((self.steps > 0) & (self.steps < _MOST / 256) & (np.abs(self.centres) < _MOST)).all():
            raise FormatError("a measurement has a step that is not positive, or numbers near the end of float32")
        self.tokens = int(blocks[0]) * int(blocks[1])
        self.dim = len(self.centres)

    @classmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        return [cls._PREFIX + name for name in ("blocks", "centres", "steps")]

    @classmethod
    def read(cls, file: SafeTensors) -> "Sensing":
        return cls(file)

    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        if tokens != self.tokens:
            raise FormatError("a stream of %d blocks does not belong to a codec of %d" % (tokens, self.tokens))
        if len(payload) != tokens * self.dim:
            raise FormatError("%d bytes are not the %d measurements of %d blocks" % (len(payload), self.dim, tokens))
        symbols = np.frombuffer(payload, np.int8).astype(np.float32).reshape(tokens, self.dim)
        symbols *= self.steps
        symbols += self.centres
        return symbols
