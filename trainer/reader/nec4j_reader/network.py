"""Transformer blocks in float32 with every sum in a fixed order, so that all machines get the same bits.

Activations are [features, tokens, streams]: numpy's inner loops run over streams and tokens, whose sums are independent, and Python's
over what is summed. No function here may be replaced by a product of matrices, whose order of summation nobody promises.
"""

from __future__ import annotations

from typing import Optional, Tuple

import numpy as np

from . import exact
from .errors import FormatError
from .model import Floats, finite, held, largest
from .safetensors import SafeTensors

#: Numbers that a step works on at once, so that a core's cache holds them, and how many of them numpy's innermost loop runs over.
_TILE = 1 << 15
_ROW = 1 << 12

_INVERSE_SQRT_2 = 0.7071067811865476


def weights(file: SafeTensors, name: str, shape: Tuple[int, ...]) -> Floats:
    """A tensor of this shape, all of whose numbers are finite."""
    if file.shape(name) != shape:
        raise FormatError('tensor "%s" has shape %s where %s is needed' % (name, list(file.shape(name)), list(shape)))
    return finite(file.floats(name), 'tensor "%s"' % name).reshape(shape)


def outputs(file: SafeTensors, name: str) -> int:
    """Outputs of a linear layer, as its bias has them."""
    shape = file.shape(name + ".bias")
    return shape[0] if len(shape) == 1 else 0


class Linear:
    """y = x w^T + b."""

    def __init__(self, file: SafeTensors, name: str, inputs: int, outputs: int) -> None:
        self.columns = np.ascontiguousarray(weights(file, name + ".weight", (outputs, inputs)).T)[:, :, None]
        self.bias = weights(file, name + ".bias", (outputs,))

    @property
    def outputs(self) -> int:
        """Features of y."""
        return len(self.bias)

    def reach(self, bound: float) -> float:
        """How large an output can be where no input is larger than this."""
        sums = np.abs(self.bias.astype(np.float64)) + bound * np.abs(self.columns[:, :, 0].astype(np.float64)).sum(axis=0)
        return held(float(sums.max()) if sums.size else 0.0, "the outputs of a linear layer")

    @classmethod
    def of(cls, weight: Floats, bias: Floats) -> "Linear":
        """By its numbers."""
        linear = cls.__new__(cls)
        linear.columns, linear.bias = np.ascontiguousarray(weight.T)[:, :, None], bias
        return linear

    def __call__(self, x: Floats, start: Optional[Floats] = None) -> Floats:
        """[inputs, tokens, streams] to [outputs, tokens, streams]; sums begin at ``start`` [outputs, tokens, streams], or at the bias."""
        places = x.shape[1] * x.shape[2]
        flat = x.reshape(len(x), places)
        out = np.empty((self.outputs, places), np.float32)
        for begin in range(0, places, _ROW):
            part = np.ascontiguousarray(flat[:, begin : begin + _ROW])
            outputs_at_once = max(1, _TILE // part.shape[1])
            for first in range(0, self.outputs, outputs_at_once):
                own = slice(first, first + outputs_at_once)
                if start is None:
                    sums = np.repeat(self.bias[own, None], part.shape[1], axis=1)
                else:
                    sums = start.reshape(self.outputs, places)[own, begin : begin + _ROW].copy()
                terms = np.empty_like(sums)
                for column, row in zip(self.columns[:, own], part):
                    np.multiply(column, row, out=terms)
                    np.add(sums, terms, out=sums)
                out[own, begin : begin + _ROW] = sums
        return out.reshape((self.outputs,) + x.shape[1:])


class LayerNorm:
    """Of every token, in float64 until it is scaled."""

    def __init__(self, file: SafeTensors, name: str, width: int, epsilon: float) -> None:
        self.gain = weights(file, name + ".weight", (width,))
        self.shift = weights(file, name + ".bias", (width,))
        self.epsilon = epsilon

    @classmethod
    def of(cls, gain: Floats, shift: Floats, epsilon: float) -> "LayerNorm":
        """By its numbers."""
        norm = cls.__new__(cls)
        norm.gain, norm.shift, norm.epsilon = gain, shift, epsilon
        return norm

    def reach(self) -> float:
        """A normalized component is at most the square root of their number."""
        bound = 1.01 * len(self.gain) ** 0.5 * largest(self.gain) + largest(self.shift)
        return held(bound, "the outputs of a layer norm")

    def __call__(self, x: Floats) -> Floats:
        width = len(self.gain)
        total = np.zeros(x.shape[1:])
        for feature in x:
            total += feature
        mean = total / width
        squares = np.zeros(x.shape[1:])
        for feature in x:
            centred = feature - mean
            squares += centred * centred
        scale = 1 / np.sqrt(squares / width + self.epsilon)
        out = np.empty_like(x)
        for feature, gain, shift, to in zip(x, self.gain, self.shift, out):
            np.add(((feature - mean) * scale).astype(np.float32) * gain, shift, out=to)
        return out


class Block:
    """x + proj(attention(norm1(x))), then x + fc2(gelu(fc1(norm2(x)))), as timm's."""

    def __init__(self, file: SafeTensors, prefix: str, width: int, heads: int, epsilon: float) -> None:
        self.width, self.heads = width, heads
        self.norm1 = LayerNorm(file, prefix + "norm1", width, epsilon)
        self.norm2 = LayerNorm(file, prefix + "norm2", width, epsilon)
        self.qkv = Linear(file, prefix + "attn.qkv", width, 3 * width)
        self.proj = Linear(file, prefix + "attn.proj", width, width)
        self.fc1 = Linear(file, prefix + "mlp.fc1", width, outputs(file, prefix + "mlp.fc1"))
        self.fc2 = Linear(file, prefix + "mlp.fc2", self.fc1.outputs, width)

    def reach(self, bound: float) -> float:
        """How large an output can be where no input is larger than this."""
        projected = self.qkv.reach(self.norm1.reach())
        held(projected * projected * self.width / self.heads, "the scores of attention")
        # Probabilities add up to one but for their rounding.
        middle = bound + self.proj.reach(1.01 * projected)
        return held(middle + self.fc2.reach(self.fc1.reach(self.norm2.reach())), "the outputs of a block")

    def __call__(self, x: Floats) -> Floats:
        middle = x + self.proj(self._attention(self.qkv(self.norm1(x))))
        return middle + self.fc2(_gelu(self.fc1(self.norm2(middle))))

    def _attention(self, qkv: Floats) -> Floats:
        tokens, streams = qkv.shape[1:]
        size = self.width // self.heads
        scale = np.float32(1 / np.sqrt(np.float64(size)))
        out = np.empty((self.width, tokens, streams), np.float32)
        queries_at_once = max(1, _TILE // max(1, tokens * streams))
        for head in range(self.heads):
            own = slice(head * size, (head + 1) * size)
            queries, keys, values = qkv[: self.width][own] * scale, qkv[self.width :][own], qkv[2 * self.width :][own]
            for begin in range(0, tokens, queries_at_once):
                part = slice(begin, begin + queries_at_once)
                out[own, part] = _attended(queries[:, part], keys, values)
        return out


def _attended(queries: Floats, keys: Floats, values: Floats) -> Floats:
    """softmax(q k^T) v for scaled queries [size, some, streams] and keys and values [size, tokens, streams]."""
    scores = np.zeros((queries.shape[1], keys.shape[1], keys.shape[2]), np.float32)
    terms = np.empty_like(scores)
    for query, key in zip(queries, keys):
        np.multiply(query[:, None], key[None], out=terms)
        np.add(scores, terms, out=scores)
    powers = exact.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True)).astype(np.float32)
    total = np.zeros((powers.shape[0], powers.shape[2]))
    for token in range(powers.shape[1]):
        total += powers[:, token]
    shares = (powers / total[:, None]).astype(np.float32)
    sums = np.zeros((values.shape[0],) + queries.shape[1:], np.float32)
    for token in range(values.shape[1]):
        sums += values[:, None, token] * shares[None, :, token]
    return sums


def _gelu(x: Floats) -> Floats:
    out = np.empty_like(x)
    for feature, to in zip(x, out):
        wide = feature.astype(np.float64)
        to[...] = (0.5 * wide) * (1 + exact.erf(wide * _INVERSE_SQRT_2))
    return out
