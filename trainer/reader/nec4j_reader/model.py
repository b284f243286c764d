"""What reads the streams of one entropy model."""

from __future__ import annotations

import abc
from typing import ClassVar, Collection, List, Sequence

import numpy as np
from numpy.typing import NDArray

from .errors import FormatError
from .safetensors import SafeTensors
from .tables import Tables

Floats = NDArray[np.float32]


class Model(abc.ABC):
    """The decoder of one kind of codec: a class of its own, made known with :func:`nec4j_reader.register`."""

    #: The model's name in a codec file.
    NAME: ClassVar[str]
    #: The kinds of payload that it decodes.
    KINDS: ClassVar[Sequence[int]]

    #: Length of a token's vector.
    dim: int

    @classmethod
    @abc.abstractmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        """Of a codec's tensors, all of whose names are given, those that decoding depends on, in the order in which its digest takes them."""

    @classmethod
    @abc.abstractmethod
    def read(cls, file: SafeTensors) -> "Model":
        """Reads the tensors above, which are there; their types, shapes and numbers are still to be checked (:class:`FormatError`)."""

    @abc.abstractmethod
    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        """The embedding [tokens, dim] of one payload."""

    def decode_many(self, payloads: Sequence[bytes], kind: int, tokens: int) -> Sequence[Floats]:
        """The embeddings of payloads of one kind and number of tokens; a model that is faster together says how."""
        return [self.decode(payload, kind, tokens) for payload in payloads]


def tables_under(file: SafeTensors, prefix: str) -> Tables:
    """The probability tables under a prefix."""
    cdf, lengths, offsets = (file.ints(prefix + name) for name in Tables.NAMES)
    return Tables(cdf, lengths, offsets)


def table_names(prefix: str) -> List[str]:
    """The names of a prefix's three tensors of tables."""
    return [prefix + name for name in Tables.NAMES]


def finite(numbers: Floats, what: str) -> Floats:
    """Numbers without infinities and without what is no number."""
    if not np.isfinite(numbers).all():
        raise FormatError("%s holds a number that is not finite" % what)
    return numbers


#: Every symbol is an int of 32 bits.
MOST_SYMBOL = 2.0**31
_MOST_FLOAT = float(np.finfo(np.float32).max) / 4


def held(bound: float, what: str) -> float:
    """A bound on magnitudes that float32 holds: no stream of an accepted codec decodes to an infinity."""
    if not bound <= _MOST_FLOAT:
        raise FormatError("its weights let %s grow beyond what float32 holds" % what)
    return bound


def largest(numbers: Floats) -> float:
    """The largest magnitude, 0 of none."""
    return float(np.abs(numbers).max()) if numbers.size else 0.0
