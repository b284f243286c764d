"""The context model of a layered codec: which table a coefficient is coded under, in whole numbers alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Dict, List, Tuple

from ..errors import FormatError
from ..safetensors import SafeTensors

if TYPE_CHECKING:
    from .layered import Layered

_FEATURES = 6
_ROWS = 65
_MOST = 1 << 24
_NEIGHBOURS = ((-1, 0, 10), (0, -1, 10), (-1, -1, 7), (-2, 0, 5), (0, -2, 5), (-1, 1, 5), (1, -1, 5))
_LOG2 = [round(4096 * math.log2(1 + i / 256)) for i in range(256)]
_TANH = [round(4096 * math.tanh(i / 128)) for i in range(1024)]


def _log2(x: int) -> int:
    n = x.bit_length() - 1
    return 4096 * n + _LOG2[(x >> n - 8 if n >= 8 else x << 8 - n) & 255]


def _tanh(z: int) -> int:
    value = _TANH[min((abs(z) + 16) >> 5, 1023)]
    return -value if z < 0 else value


class Context:
    """Its numbers, as lists of Python's own integers: they neither overflow nor round."""

    def __init__(self, file: SafeTensors, prefix: str, codec: "Layered") -> None:
        steps, frequencies, components = codec.rows.shape
        self.components = components
        shape = file.shape(prefix + "pooled")
        units = file.shape(prefix + "output.weight")
        inputs = shape[1] if len(shape) == 2 else -1
        hidden = units[1] if len(units) == 2 else -1
        shapes = {
            "expected": (steps, frequencies, components),
            "base": (steps,),
            "pooled": (len(codec.pooled_steps), inputs),
            "hidden.weight": (steps, hidden, _FEATURES + inputs),
            "hidden.bias": (steps, hidden),
            "output.weight": (steps, hidden),
            "output.bias": (steps,),
        }
        for name, wanted in shapes.items():
            if file.shape(prefix + name) != wanted:
                raise FormatError('tensor "%s%s" has shape %s' % (prefix, name, list(file.shape(prefix + name))))
            values = file.ints(prefix + name)
            lowest = 0 if name in ("expected", "base", "pooled") else -_MOST
            highest = codec.tables.rows - _ROWS if name == "base" else _MOST
            if values.size and not (int(values.min()) >= lowest and int(values.max()) <= highest):
                raise FormatError('tensor "%s%s" holds numbers beyond its range' % (prefix, name))
        if not 0 <= inputs <= len(codec.pooled_scales):
            raise FormatError("a context of %d pooled coefficients does not fit a layer of %d" % (inputs, len(codec.pooled_scales)))
        self.parts: Dict[str, List[Any]] = {name: file.ints(prefix + name).reshape(of).tolist() for name, of in shapes.items()}
        self.places: List[List[Tuple[int, int]]] = []
        earlier: Dict[Tuple[int, int], int] = {}
        for place, frequency in enumerate(codec.order.tolist()):
            u, v = divmod(frequency, codec.width)
            near = [(earlier.get((u + down, v + right)), weight) for down, right, weight in _NEIGHBOURS]
            self.places.append([(at, weight) for at, weight in near if at is not None])
            earlier[u, v] = place

    def choice(self, step: int, pooled_step: int, pooled: List[int]) -> "Choice":
        """For one embedding, whose pooled layer has these symbols."""
        factors = self.parts["pooled"][pooled_step]
        return Choice(self, step, [max(-32768, min(s * f, 32767)) for s, f in zip(pooled, factors)])


class Choice:
    """Asked for rows, and told symbols, in the order of the stream."""

    def __init__(self, context: Context, step: int, pooled: List[int]) -> None:
        self.context, self.pooled = context, pooled
        self.expected, self.base = context.parts["expected"][step], context.parts["base"][step]
        self.layer = list(zip(context.parts["hidden.weight"][step], context.parts["hidden.bias"][step], context.parts["output.weight"][step]))
        self.bias = context.parts["output.bias"][step]
        self.sizes = [[0] * context.components for _ in self.expected]
        self.place = -1
        self.all = self.all_expected = 0
        self.near: List[int] = []
        self.near_expected: List[int] = []

    def put(self, place: int, k: int, symbol: int) -> None:
        """The symbol of a coefficient; those never told are 0."""
        self.sizes[place][k] = min(abs(symbol), 255)

    def row(self, place: int, k: int) -> int:
        """The row of the tables of a coefficient."""
        while self.place < place:
            if self.place >= 0:
                self.all += sum(self.sizes[self.place])
                self.all_expected += sum(self.expected[self.place])
            self.place += 1
            self._gather()
        sizes, expected = self.sizes[place], self.expected[place]
        around, last = slice(max(0, k - 2), k + 3), slice(max(0, k - 4), k)
        g = [
            _log2(expected[k] + 66) - 65536,
            _ratio(10 * sum(sizes[:k]), 10 * sum(expected[:k]), 98304),
            _ratio(10 * sum(sizes[last]), 10 * sum(expected[last]), 98304),
            _ratio(self.near[k], self.near_expected[k], 98304),
            _ratio(sum(self.near[around]), sum(self.near_expected[around]), 98304),
            _ratio(10 * self.all, 10 * self.all_expected, 327680),
        ] + self.pooled
        out = 4096 * self.bias
        for weights, bias, weight in self.layer:
            out += weight * _tanh((sum(w * x for w, x in zip(weights, g)) + 4096 * bias) >> 12)
        level: int = g[0] + (out >> 12) + 512 >> 10
        row: int = self.base + 40 + max(-40, min(level, 24))
        return row

    def _gather(self) -> None:
        count = self.context.components
        self.near, self.near_expected = [0] * count, [0] * count
        for at, weight in self.context.places[self.place]:
            self.near = [sum_ + weight * size for sum_, size in zip(self.near, self.sizes[at])]
            self.near_expected = [sum_ + weight * size for sum_, size in zip(self.near_expected, self.expected[at])]


def _ratio(total: int, expected: int, constant: int) -> int:
    return _log2((total << 16) + constant) - _log2(expected + constant)
