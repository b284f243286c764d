"""Hyperpriors: side information z tells the standard deviation of every component of y, and with means its mean too."""

from __future__ import annotations

from typing import ClassVar, Collection, List, Sequence, Tuple

import numpy as np

from ..errors import FormatError
from ..lockstep import decode_many
from ..network import Block, Linear, outputs
from ..safetensors import SafeTensors, by_code_units
from ..wire import Reader
from ..model import MOST_SYMBOL, Floats, Model, finite, held, largest, table_names, tables_under
from .factorized import Bottleneck

_SIDE = "entropy_bottleneck."
_GAUSSIAN = "gaussian_conditional."
_SCALES = _GAUSSIAN + "scale_table"
_SYNTHESIS = "h_s."
_HEADS = _SYNTHESIS + "heads"
_EPSILON = _SYNTHESIS + "layer_norm_eps"

#: Numbers of a layer that are in memory at once.
_ACTIVATIONS = 1 << 22


class Hyperprior(Model):
    """Streams of kind 1: the length of y's stream, y's stream, z's stream."""

    KINDS = (1,)
    NAME = "hyperprior"
    MEANS: ClassVar[bool] = False

    def __init__(self, file: SafeTensors) -> None:
        self.side = Bottleneck.read(file, _SIDE)
        width = len(self.side.medians)
        heads, epsilon = file.ints(_HEADS), file.floats(_EPSILON)
        if len(heads) != 1 or len(epsilon) != 1 or int(heads[0]) < 1 or width % int(heads[0]) or not epsilon[0] > 0:
            raise FormatError('"%s" must be one number that divides %d, "%s" one positive number' % (_HEADS, width, _EPSILON))
        finite(epsilon, _EPSILON)
        self.blocks: List[Block] = []
        while "%s%d.norm1.weight" % (_SYNTHESIS, len(self.blocks)) in file.entries:
            prefix = "%s%d." % (_SYNTHESIS, len(self.blocks))
            self.blocks.append(Block(file, prefix, width, int(heads[0]), float(epsilon[0])))
        name = "%s%d" % (_SYNTHESIS, len(self.blocks))
        self.last = Linear(file, name, width, outputs(file, name))
        self.scales = finite(file.floats(_SCALES), "the scale table")
        if not len(self.scales) or not self.scales[0] > 0 or not (np.diff(self.scales) > 0).all():
            raise FormatError("the scale table must be positive and rise")
        self.tables = tables_under(file, _GAUSSIAN)
        if len(self.scales) != self.tables.rows:
            raise FormatError("%d scales need as many probability tables, not %d" % (len(self.scales), self.tables.rows))
        if self.MEANS and self.last.outputs % 2:
            raise FormatError("h_s gives %d numbers a token, which are not as many means as scales" % self.last.outputs)
        self.dim = self.last.outputs // 2 if self.MEANS else self.last.outputs
        bound = MOST_SYMBOL + largest(self.side.medians)
        for block in self.blocks:
            bound = block.reach(bound)
        held(MOST_SYMBOL + self.last.reach(bound), "the components of embeddings")

    @classmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        synthesis = [name for name in names if name.startswith(_SYNTHESIS) and name not in (_HEADS, _EPSILON)]
        own = Bottleneck.tensors(_SIDE) + [_SCALES] + table_names(_GAUSSIAN) + [_HEADS, _EPSILON]
        return own + by_code_units(synthesis)

    @classmethod
    def read(cls, file: SafeTensors) -> "Hyperprior":
        return cls(file)

    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        return self.decode_many([payload], kind, tokens)[0]

    def decode_many(self, payloads: Sequence[bytes], kind: int, tokens: int) -> Sequence[Floats]:
        parts = [_parts(payload) for payload in payloads]
        side = self.side.values([z for _, z in parts], tokens)
        rows = np.empty((self.dim, tokens, len(parts)), np.int32)
        values = np.zeros((self.dim, tokens, len(parts)), np.float32)
        widest = max([self.last.outputs] + [max(block.fc1.outputs, 3 * block.width) for block in self.blocks])
        at_once = max(1, _ACTIVATIONS // max(1, tokens * widest))
        for begin in range(0, len(parts) if tokens else 0, at_once):
            own = slice(begin, begin + at_once)
            parameters = self._parameters(side[:, :, own])
            rows[:, :, own] = np.searchsorted(self.scales[:-1], parameters[: self.dim])
            if self.MEANS:
                values[:, :, own] = parameters[self.dim :]
        symbols = decode_many([y for y, _ in parts], rows.reshape(self.dim * tokens, len(parts)), self.tables)
        values += symbols.reshape(values.shape).astype(np.float32)
        return list(np.ascontiguousarray(values.T))

    def _parameters(self, side: Floats) -> Floats:
        """h_s: side information [width, tokens, streams] to scales and, with means, means [outputs, tokens, streams]."""
        x = np.ascontiguousarray(side)
        for block in self.blocks:
            x = block(x)
        return self.last(x)


class MeanScaleHyperprior(Hyperprior):
    """A hyperprior whose side information gives means beside scales."""

    NAME = "mean-scale hyperprior"
    MEANS = True


def _parts(payload: bytes) -> Tuple[bytes, bytes]:
    """The streams of y and of z."""
    reader = Reader(payload)
    y = reader.take(reader.varint(len(payload), "length of the first stream"))
    return y, reader.take(reader.remaining)
