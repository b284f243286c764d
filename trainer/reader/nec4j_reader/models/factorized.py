"""A factorized bottleneck: one probability table and one median a channel."""

from __future__ import annotations

from typing import Collection, List, Sequence

import numpy as np

from ..errors import FormatError
from ..lockstep import Symbols, decode_many
from ..safetensors import SafeTensors
from ..tables import Tables
from ..model import Floats, Model, finite, table_names, tables_under


class Bottleneck:
    """Medians and tables under a prefix, a codec's own or those of a hyperprior's side information."""

    def __init__(self, medians: Floats, tables: Tables) -> None:
        if len(medians) != tables.rows:
            raise FormatError("%d medians need as many probability tables, not %d" % (len(medians), tables.rows))
        self.medians = finite(medians, "a bottleneck")
        self.tables = tables

    @staticmethod
    def tensors(prefix: str) -> List[str]:
        """The names of what it is read from."""
        return [prefix + "medians"] + table_names(prefix)

    @classmethod
    def read(cls, file: SafeTensors, prefix: str) -> "Bottleneck":
        """Reads it from a codec."""
        return cls(file.floats(prefix + "medians"), tables_under(file, prefix))

    def symbols(self, payloads: Sequence[bytes], tokens: int) -> Symbols:
        """The symbols [channels * tokens, streams]."""
        self.tables.require_room(payloads, tokens)
        return decode_many(payloads, np.repeat(np.arange(self.tables.rows), tokens), self.tables)

    def values(self, payloads: Sequence[bytes], tokens: int) -> Floats:
        """Symbols with their medians, [channels, tokens, streams]."""
        symbols = self.symbols(payloads, tokens).reshape(len(self.medians), tokens, len(payloads))
        values = symbols.astype(np.float32)
        values += self.medians[:, None, None]
        return values


class Factorized(Model):
    """Streams of kind 0: symbols [dim, tokens], each channel under its own table."""

    NAME = "factorised"
    KINDS = (0,)
    _PREFIX = "bottleneck."

    def __init__(self, bottleneck: Bottleneck) -> None:
        self.bottleneck = bottleneck
        self.dim = len(bottleneck.medians)

    @classmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        return Bottleneck.tensors(cls._PREFIX)

    @classmethod
    def read(cls, file: SafeTensors) -> "Factorized":
        return cls(Bottleneck.read(file, cls._PREFIX))

    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        return self.decode_many([payload], kind, tokens)[0]

    def decode_many(self, payloads: Sequence[bytes], kind: int, tokens: int) -> Sequence[Floats]:
        return list(np.ascontiguousarray(self.bottleneck.values(payloads, tokens).T))
