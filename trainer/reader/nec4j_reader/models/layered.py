"""A layered codec: the mean of the patch tokens first, then how tokens differ from it."""

from __future__ import annotations

import math
from typing import Collection, Dict, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import FormatError
from ..model import MOST_SYMBOL, Floats, Model, finite, held, largest, table_names, tables_under
from ..network import Block, LayerNorm, Linear
from ..range_coder import Decoder, encoded
from ..safetensors import SafeTensors, by_code_units
from .layered_context import Context
from .layered_pooled import Listed, pooled_many

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

_PREFIX = "layered."
_CLASS = ("class.bias", "class.weight")
_TOKENS = ("vertical", "horizontal", "tokens.order", "tokens.steps", "tokens.scales", "tokens.synthesis", "tokens.rows")
_POOLED = ("rungs", "pooled.steps", "pooled.scales", "pooled.synthesis", "pooled.rows")


class Layered(Model):
    """Streams of kind 3, in compact frames: the number of tokens is the codec's."""

    NAME = "layered"
    KINDS = (3,)

    def __init__(self, file: SafeTensors) -> None:
        grid = _ints(file, "grid", (2,), 1, 1 << 10)
        self.height, self.width = int(grid[0]), int(grid[1])
        patches = self.height * self.width
        shape = file.shape(_PREFIX + "mean")
        if len(shape) != 2 or shape[0] != patches:
            raise FormatError('tensor "layered.mean" has shape %s where [%d, dim] is needed' % (list(shape), patches))
        self.dim = shape[1]
        self.mean = _floats(file, "mean", (patches, self.dim))
        self.bias: Optional[Doubles] = _floats(file, "class.bias", (self.dim,)) if _has(file, "class.bias") else None
        weighted = self.bias is not None and _has(file, "class.weight")
        self.weight: Optional[Doubles] = _floats(file, "class.weight", (self.dim, self.dim)) if weighted else None
        self.tokens = patches + (self.bias is not None)
        self.tables = tables_under(file, _PREFIX)
        magnitudes = _size(file, "centres", 2, 1)
        if self.tables.rows == 0 or magnitudes == 0:
            raise FormatError("its tables have no rows, or its centres are empty")
        self.centres = _floats(file, "centres", (self.tables.rows, magnitudes))
        self._read_pooled(file)
        self.components = 0
        if _has(file, "tokens.steps"):
            self._read_tokens(file)
        self._read_rungs(file)
        self.context = Context(file, _PREFIX + "context.", self) if self.components and _has(file, "context.expected") else None
        self.filter = Filter(file, self) if self.components and _has(file, "filter.heads") else None
        self._hold()

    def _read_pooled(self, file: SafeTensors) -> None:
        components, steps = _size(file, "pooled.scales", 1, 0), _size(file, "pooled.steps", 1, 0)
        if not 0 < components <= self.dim or steps == 0:
            raise FormatError("%d axes and %d steps are no pooled layer of %d dimensions" % (components, steps, self.dim))
        self.pooled_steps = _widths(file, "pooled.steps", (steps,))
        self.pooled_scales = _widths(file, "pooled.scales", (components,))
        self.pooled_synthesis = _floats(file, "pooled.synthesis", (components, self.dim))
        self.pooled_rows = _ints(file, "pooled.rows", (steps, components), -1, self.tables.rows - 1)
        #: By row, what a slot of the tables stands for; filled by what takes many streams at once.
        self.pooled_slots: Dict[int, Listed] = {}
        total = np.zeros(self.dim)
        for token in self.mean:
            total += token
        self.centre = total / len(self.mean)

    def _read_tokens(self, file: SafeTensors) -> None:
        frequencies, steps = _size(file, "tokens.order", 1, 0), _size(file, "tokens.steps", 1, 0)
        self.components = _size(file, "tokens.synthesis", 2, 0)
        if not 0 < self.components <= self.dim or steps == 0:
            raise FormatError("%d axes and %d steps are no token layer of %d dimensions" % (self.components, steps, self.dim))
        self.vertical = _floats(file, "vertical", (self.height, self.height))
        self.horizontal = _floats(file, "horizontal", (self.width, self.width))
        self.order = _ints(file, "tokens.order", (frequencies,), 1, len(self.mean) - 1)
        if len(set(self.order.tolist())) != frequencies:
            raise FormatError("a frequency stands twice in the order of the token layer")
        self.steps = _widths(file, "tokens.steps", (steps,))
        self.scales = _widths(file, "tokens.scales", (frequencies, self.components))
        self.synthesis = _floats(file, "tokens.synthesis", (self.components, self.dim))
        self.rows = _ints(file, "tokens.rows", (steps, frequencies, self.components), -1, self.tables.rows - 1)

    def _read_rungs(self, file: SafeTensors) -> None:
        count = _size(file, "rungs", 2, 0)
        self.rungs = _ints(file, "rungs", (count, 2), -1, (1 << 31) - 1)
        most = len(self.steps) if self.components else 0
        wrong = (self.rungs[:, 0] < 0) | (self.rungs[:, 0] >= len(self.pooled_steps)) | (self.rungs[:, 1] >= most)
        if not 0 < count <= 1 << 12 or wrong.any():
            raise FormatError("an operating point names steps that the codec does not hold")

    def _hold(self) -> None:
        value = MOST_SYMBOL + largest(self.centres.astype(np.float32))
        widths = value * self.pooled_steps.max() * self.pooled_scales
        pooled = held(
            float((np.abs(self.centre) + (widths[:, None] * np.abs(self.pooled_synthesis)).sum(axis=0)).max()), "the pooled vector"
        )
        over = 0.0
        if self.components:
            gain = 1.0
            for matrix in (self.vertical, self.horizontal):
                gain *= max(1.0, float(np.abs(matrix).sum(axis=0).max()))
            scale = float(self.scales.max()) if self.scales.size else 0.0
            over = float(np.abs(self.synthesis).sum(axis=0).max()) * gain * value * float(self.steps.max()) * scale
        most = held(pooled + over + 2 * float(np.abs(self.mean).max()), "the components of embeddings")
        if self.bias is not None:
            sums = np.abs(self.bias) + (0 if self.weight is None else pooled * np.abs(self.weight).sum(axis=1))
            held(float(sums.max()), "the class token")
        if self.filter is not None:
            self.filter.reach(most)

    @classmethod
    def tensors(cls, names: Collection[str]) -> List[str]:
        def present(parts: Sequence[str]) -> List[str]:
            return [_PREFIX + part for part in parts if _PREFIX + part in names]

        own = [_PREFIX + "grid", _PREFIX + "mean"] + present(_CLASS) + [_PREFIX + part for part in _POOLED]
        own += present(_TOKENS) + [_PREFIX + "centres"] + table_names(_PREFIX)
        return own + by_code_units(name for name in names if name.startswith((_PREFIX + "context.", _PREFIX + "filter.")))

    @classmethod
    def read(cls, file: SafeTensors) -> "Layered":
        return cls(file)

    def pooled(self, payload: bytes) -> Floats:
        """The pooled vector [dim] of a payload, or of its beginning."""
        return self._pooled(Decoder(payload, self.tables))[-1].astype(np.float32)

    def pooled_many(self, payloads: Sequence[bytes]) -> List[Floats]:
        """As :meth:`pooled`, for many of them together."""
        return pooled_many(self, payloads)

    def _value(self, symbol: int, row: int) -> float:
        if symbol == 0:
            return 0.0
        value = abs(symbol) + float(self.centres[row, min(abs(symbol), self.centres.shape[1]) - 1])
        return -value if symbol < 0 else value

    def _pooled(self, coder: Decoder) -> Tuple[int, List[int], List[int], List[int], Doubles]:
        rung = coder.uniform(len(self.rungs))
        step = int(self.rungs[rung, 0])
        vector = self.centre.copy()
        symbols, coded, rows = [0] * len(self.pooled_scales), [], []
        for k, row in enumerate(self.pooled_rows[step].tolist()):
            if row >= 0:
                symbols[k] = coder.take(row)
                coded.append(symbols[k])
                rows.append(row)
                if symbols[k]:
                    vector += (self._value(symbols[k], row) * (self.pooled_steps[step] * self.pooled_scales[k])) * self.pooled_synthesis[k]
        return rung, symbols, coded, rows, vector

    def decode(self, payload: bytes, kind: int, tokens: int) -> Floats:
        coder = Decoder(payload, self.tables)
        rung, pooled, symbols, rows, vector = self._pooled(coder)
        x = self.mean + (vector - self.centre)
        pooled_step, step = (int(index) for index in self.rungs[rung])
        if step >= 0:
            self._add_tokens(coder, step, pooled_step, pooled, symbols, rows, x)
        if encoded(rung, len(self.rungs), symbols, rows, self.tables) != payload:
            raise FormatError("an entropy-coded stream does not end where its symbols do")
        patches = x.astype(np.float32)
        if step >= 0 and self.filter is not None:
            patches = self.filter(patches, step)
        if self.bias is None:
            return patches
        token = self.bias.copy()
        if self.weight is not None:
            for i in range(self.dim):
                token += vector[i] * self.weight[:, i]
        return np.concatenate([token.astype(np.float32)[None], patches])

    def _add_tokens(
        self, coder: Decoder, step: int, pooled_step: int, pooled: List[int], symbols: List[int], rows: List[int], x: Doubles
    ) -> None:
        values = np.zeros((len(self.order), self.components))
        choice = None if self.context is None else self.context.choice(step, pooled_step, pooled)
        for place, own in enumerate(self.rows[step].tolist()):
            for k, row in enumerate(own):
                if row < 0:
                    continue
                if choice is not None:
                    row = choice.row(place, k)
                symbol = coder.take(row)
                if choice is not None:
                    choice.put(place, k, symbol)
                symbols.append(symbol)
                rows.append(row)
                values[place, k] = self._value(symbol, row)
        for used in np.flatnonzero(values.any(axis=0)):
            plane = np.zeros(self.height * self.width)
            plane[self.order] = values[:, used] * (self.steps[step] * self.scales[:, used])
            x += self._over_grid(plane.reshape(self.height, self.width)).reshape(-1, 1) * self.synthesis[used]

    def _over_grid(self, plane: Doubles) -> Doubles:
        half, full = np.zeros_like(plane), np.zeros_like(plane)
        for r, weights in enumerate(self.vertical):
            half += weights[:, None] * plane[r]
        for c, weights in enumerate(self.horizontal):
            full += half[:, c, None] * weights
        return full


class Filter:
    """What the decoder learnt to add: a transformer block's output less its mean over the tokens, in float32."""

    def __init__(self, file: SafeTensors, codec: Layered) -> None:
        prefix, dim, steps = _PREFIX + "filter.", codec.dim, len(codec.steps)
        width = file.shape(prefix + "rate")[0] if len(file.shape(prefix + "rate")) == 1 else 0
        if not 0 < width <= dim:
            raise FormatError("a post-filter %d wide, where embeddings have %d numbers a token" % (width, dim))
        heads = int(_ints(file, "filter.heads", (), 1, width).reshape(()))
        epsilon = float(_floats(file, "filter.epsilon", ()).reshape(()))
        if width % heads or not 0 < epsilon < math.inf:
            raise FormatError("%d heads do not divide %d, or the epsilon %s is not positive" % (heads, width, epsilon))
        none = np.zeros(width, np.float32)
        self.input = Linear.of(_floats(file, "filter.input.weight", (width, dim)).astype(np.float32), none)
        self.output = Linear.of(
            _floats(file, "filter.output.weight", (dim, width)).astype(np.float32), np.zeros(dim, np.float32)
        )
        self.positions = _floats(file, "filter.positions", (len(codec.mean), width)).astype(np.float32)
        self.rate = _floats(file, "filter.rate", (width,)).astype(np.float32)
        self.level = _floats(file, "filter.level", (steps,)).astype(np.float32)
        self.gain = _floats(file, "filter.gain", (steps,)).astype(np.float32)
        self.block = Block(file, prefix + "block.", width, heads, epsilon)
        self.norm = LayerNorm.of(np.ones(width, np.float32), none, epsilon)

    def reach(self, x: float) -> None:
        """Refuses weights that could carry float32 beyond its range."""
        start = largest(self.positions) + largest(self.level) * largest(self.rate)
        self.block.reach(held(self.input.reach(x) + start, "the input of the post-filter"))
        held(x + 2.01 * largest(self.gain) * self.output.reach(self.norm.reach()), "filtered embeddings")

    def __call__(self, x: Floats, step: int) -> Floats:
        """x [tokens, dim] to the same shape."""
        start = self.positions + self.level[step] * self.rate
        z = self.input(x.T[:, :, None], start.T[:, :, None])
        o = self.output(self.norm(self.block(z)))[:, :, 0].T
        total = np.zeros(o.shape[1])
        for token in o:
            total += token
        filtered: Floats = x + self.gain[step] * (o - (total / len(o)).astype(np.float32))
        return filtered


def _has(file: SafeTensors, name: str) -> bool:
    return _PREFIX + name in file.entries


def _size(file: SafeTensors, name: str, dimensions: int, which: int) -> int:
    """One dimension of a tensor that has so many of them, so that others can be compared with it."""
    shape = file.shape(_PREFIX + name)
    if len(shape) != dimensions:
        raise FormatError('tensor "%s%s" has shape %s where %d dimensions are needed' % (_PREFIX, name, list(shape), dimensions))
    return shape[which]


def _shaped(file: SafeTensors, name: str, shape: Tuple[int, ...]) -> str:
    if file.shape(_PREFIX + name) != shape:
        found = list(file.shape(_PREFIX + name))
        raise FormatError('tensor "%s%s" has shape %s where %s is needed' % (_PREFIX, name, found, list(shape)))
    return _PREFIX + name


def _floats(file: SafeTensors, name: str, shape: Tuple[int, ...]) -> Doubles:
    values = finite(file.floats(_shaped(file, name, shape)), 'tensor "%s%s"' % (_PREFIX, name))
    return values.astype(np.float64).reshape(shape)


def _widths(file: SafeTensors, name: str, shape: Tuple[int, ...]) -> Doubles:
    values = _floats(file, name, shape)
    if values.size and not (values > 0).all():
        raise FormatError('tensor "%s%s" holds a step that is not positive' % (_PREFIX, name))
    return values


def _ints(file: SafeTensors, name: str, shape: Tuple[int, ...], lowest: int, highest: int) -> Ints:
    values = file.ints(_shaped(file, name, shape)).reshape(shape)
    if values.size and not (int(values.min()) >= lowest and int(values.max()) <= highest):
        raise FormatError('tensor "%s%s" holds numbers that are not from %d to %d' % (_PREFIX, name, lowest, highest))
    return values
