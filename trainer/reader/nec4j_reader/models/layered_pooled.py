"""The pooled layers of many streams at once: each step takes one symbol of every stream, in numpy's loops instead of Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..model import Floats
from ..range_coder import LEAST_RANGE
from ..tables import PRECISION, TOTAL, Tables

if TYPE_CHECKING:
    from .layered import Layered

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Of a row: the entry of every slot, and of every entry its first slot and the number of them.
Listed = Tuple[NDArray[np.uint16], Ints, Ints]

#: With fewer streams numpy's calls cost more than they save.
_LEAST_STREAMS = 8
#: Beyond this, their vectors leave the processor's cache.
_STREAMS_AT_ONCE = 512
#: Rows whose slots are listed one by one, 128 MiB of them: a small codec may name thousands.
_LISTED_ROWS = 1 << 10


def pooled_many(codec: "Layered", payloads: Sequence[bytes]) -> List[Floats]:
    """The pooled vectors [dim] of payloads, or of their beginnings: exactly those of ``codec.pooled``, which refuses what is to be refused."""
    vectors: List[Floats] = []
    for first in range(0, len(payloads), _STREAMS_AT_ONCE):
        part = payloads[first : first + _STREAMS_AT_ONCE]
        vectors += [codec.pooled(one) for one in part] if len(part) < _LEAST_STREAMS else _together(codec, part)
    return vectors


def _together(codec: "Layered", payloads: Sequence[bytes]) -> List[Floats]:
    lanes = _Lanes(payloads)
    rungs = lanes.uniform(len(codec.rungs))
    steps = codec.rungs[:, 0].take(rungs, mode="clip")
    vectors = np.empty((len(payloads), codec.dim))
    for step in np.unique(steps).tolist():
        chosen = np.flatnonzero(steps == step)
        vectors[chosen] = _at_step(codec, step, lanes, chosen)
    found = list(vectors.astype(np.float32))
    for lane in np.flatnonzero(lanes.unsure).tolist():
        found[lane] = codec.pooled(payloads[lane])
    return found


def _at_step(codec: "Layered", step: int, all_lanes: "_Lanes", chosen: Ints) -> Doubles:
    lanes = all_lanes.only(chosen)
    vectors = np.repeat(codec.centre[None], len(chosen), axis=0)
    added = np.empty_like(vectors)
    for k, row in enumerate(codec.pooled_rows[step].tolist()):
        if row < 0:
            continue
        symbols = lanes.take(codec.tables, codec.pooled_slots, row)
        size = np.abs(symbols)
        centres = codec.centres[row].take(np.minimum(size, codec.centres.shape[1]) - 1, mode="clip")
        values = np.where(symbols == 0, 0.0, np.copysign(size + centres, symbols))
        widths = values * (codec.pooled_steps[step] * codec.pooled_scales[k])
        # What is 0 changes no sum: none of them is a negative 0.
        np.multiply(widths[:, None], codec.pooled_synthesis[k], out=added)
        vectors += added
    all_lanes.unsure[chosen] = lanes.unsure
    return vectors


class _Lanes:
    """The states of streams side by side; streams with an escape or a number that no encoder writes are marked, for another to look at."""

    def __init__(self, payloads: Sequence[bytes]) -> None:
        lengths = np.array([len(payload) for payload in payloads], np.int64)
        # Zeros stand behind every stream's last byte.
        longest = int(lengths.max()) + 4
        filled = b"".join(payload.ljust(longest, b"\0") for payload in payloads)
        self.bytes = np.frombuffer(filled, np.uint8).reshape(len(payloads), longest)
        first = self.bytes[:, :4].astype(np.int64)
        self.code: Ints = first[:, 0] << 24 | first[:, 1] << 16 | first[:, 2] << 8 | first[:, 3]
        self.range: Ints = np.full(len(payloads), 0xFFFFFFFF, np.int64)
        self.position: Ints = np.full(len(payloads), 4, np.int64)
        self.unsure: NDArray[np.bool_] = np.zeros(len(payloads), np.bool_)

    def only(self, chosen: Ints) -> "_Lanes":
        """Some of them, with states of their own."""
        part = object.__new__(_Lanes)
        part.bytes, part.code, part.range = self.bytes[chosen], self.code[chosen], self.range[chosen]
        part.position, part.unsure = self.position[chosen], self.unsure[chosen]
        return part

    def uniform(self, count: int) -> Ints:
        """One of ``count`` equally likely numbers of each."""
        unit = self.range // count
        values = self._slots(unit, count)
        self._narrow(values * unit, unit)
        return values

    def take(self, tables: Tables, known: Dict[int, Listed], row: int) -> Ints:
        """The next symbol of each, coded under this row."""
        listed = known.get(row)
        if listed is None:
            if len(known) >= _LISTED_ROWS:
                known.clear()
            first, end = tables.entries(row)
            frequencies = tables.frequencies[first:end]
            listed = np.repeat(np.arange(end - first, dtype=np.uint16), frequencies), tables.begins[first:end], frequencies
            known[row] = listed
        entry_of_slot, begins, frequencies = listed
        unit = self.range >> PRECISION
        entries = entry_of_slot.take(self._slots(unit, TOTAL)).astype(np.int64)
        self.unsure |= entries == len(begins) - 1
        self._narrow(begins.take(entries) * unit, frequencies.take(entries) * unit)
        symbols: Ints = entries + tables.offsets[row]
        return symbols

    def _slots(self, unit: Ints, count: int) -> Ints:
        slots = self.code // unit
        wrong = slots >= count
        if wrong.any():
            self.unsure |= wrong
            slots = np.minimum(slots, count - 1)
        return slots

    def _narrow(self, start: Ints, left: Ints) -> None:
        self.code -= start
        self.range = left
        while True:
            low = np.flatnonzero(self.range < LEAST_RANGE)
            if not low.size:
                return
            at = np.minimum(self.position[low], self.bytes.shape[1] - 1)
            self.code[low] = (self.code[low] << 8 | self.bytes[low, at]) & 0xFFFFFFFF
            self.range[low] <<= 8
            self.position[low] += 1
