"""Many entropy-coded streams at once: each step takes one symbol of every stream, in numpy's loops instead of Python's."""

from __future__ import annotations

from typing import Dict, List, Sequence, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from . import rans
from .errors import FormatError
from .rans import LOWER
from .tables import PRECISION, TOTAL, Ints, Tables

Symbols = NDArray[np.int32]
Rows = Union[Ints, NDArray[np.int32]]

#: With fewer streams numpy's calls cost more than they save.
LEAST_STREAMS = 24

#: Slots for which entries are listed one by one: 32 MiB of them.
_LISTED_SLOTS = 1 << 23

_SLOT = np.int64(TOTAL - 1)
_SLOTS = np.arange(TOTAL)
_LOW_WORD = np.int64((1 << 32) - 1)


def decode_many(payloads: Sequence[bytes], order: Rows, tables: Tables) -> Symbols:
    """The symbols [places, streams] of streams that have the same number of symbols.

    ``order`` says under which row each is coded: [places] for all streams, or [places, streams]. Exactly the symbols that
    :func:`nec4j_reader.rans.decode` gives, which also refuses what is to be refused.
    """
    symbols = np.empty((len(order), len(payloads)), np.int32)
    if len(payloads) < LEAST_STREAMS:
        for lane, payload in enumerate(payloads):
            symbols[:, lane] = rans.decode(payload, order if order.ndim == 1 else order[:, lane], tables)
        return symbols
    lanes = _Lanes(payloads, tables)
    if order.ndim == 1:
        lanes.under_shared_rows(order, symbols)
    else:
        lanes.under_own_rows(order, symbols)
    for lane in lanes.wrong():
        rans.decode(payloads[lane], order if order.ndim == 1 else order[:, lane], tables)
        raise AssertionError("two decoders disagree about stream %d" % lane)
    return symbols


class _Lanes:
    """The states of streams side by side. What a damaged stream gives is not looked at: it is found in the end."""

    def __init__(self, payloads: Sequence[bytes], tables: Tables) -> None:
        words = [rans.words_of(payload) for payload in payloads]
        lengths = np.array([len(part) for part in words], np.int64)
        ends = np.cumsum(lengths)
        self.tables = tables
        self.words: Ints = np.concatenate(words + [np.zeros(1, np.uint32)]).astype(np.int64)
        self.positions: Ints = ends - lengths + 2
        self.ends: Ints = ends
        self.states: Ints = self.words[ends - lengths] | self.words[ends - lengths + 1] << 32
        self.broken: List[int] = []

    def wrong(self) -> List[int]:
        """The streams that did not end as they began."""
        found = np.flatnonzero((self.states != LOWER) | (self.positions != self.ends)).tolist()
        return sorted({*found, *self.broken})

    def under_shared_rows(self, order: Rows, symbols: Symbols) -> None:
        """Takes a symbol a place, all streams under one row."""
        x = self.states
        slots, packed, steps = np.empty_like(x), np.empty_like(x), np.empty_like(x)
        low = np.empty(len(x), np.bool_)
        known: Dict[int, Tuple[Ints, Symbols]] = {}
        last = -1
        for place, row in enumerate(order.tolist()):
            if row != last:
                last = row
                if row in known:
                    of_slots, symbols_of_slots = known[row]
                else:
                    of_slots, symbols_of_slots = self._slots(row)
                    if (len(known) + 1) * TOTAL <= _LISTED_SLOTS:
                        known[row] = of_slots, symbols_of_slots
            np.bitwise_and(x, _SLOT, out=slots)
            np.right_shift(x, PRECISION, out=x)
            of_slots.take(slots, out=packed, mode="clip")
            symbols_of_slots.take(slots, out=symbols[place], mode="clip")
            np.right_shift(packed, 32, out=steps)
            np.multiply(x, steps, out=x)
            np.bitwise_and(packed, _LOW_WORD, out=packed)
            np.add(x, packed, out=x)
            np.less(x, LOWER, out=low)
            lanes = np.flatnonzero(low)
            if lanes.size:
                escapes = lanes[x[lanes] < 0]
                if escapes.size:
                    for lane in escapes.tolist():
                        self._escape(lane, row, -int(x[lane]), int(slots[lane]), symbols[place])
                    lanes = lanes[x[lanes] < LOWER]
                self._refill(lanes)

    def _slots(self, row: int) -> Tuple[Ints, Symbols]:
        """For each slot of a row its entry's frequency and, below it, its place in the entry, -2^32 in the escape; and its symbol."""
        first, end = self.tables.entries(row)
        frequencies, begins = self.tables.frequencies[first:end], self.tables.begins[first:end]
        packed = np.repeat((frequencies << 32) - begins, frequencies)
        packed += _SLOTS
        packed[begins[-1] :] = -1 << 32
        numbers = np.arange(end - first, dtype=np.int32) + np.int32(self.tables.offsets[row])
        return packed, np.repeat(numbers, frequencies)

    def under_own_rows(self, order: Rows, symbols: Symbols) -> None:
        """Takes a symbol a place, each stream under the row that its column of the order says."""
        tables, x = self.tables, self.states
        escapes = tables.firsts[1:] - 1
        # An escape becomes a negative state: -(x div 2^16) + slot - 2^16.
        frequencies, begins = tables.frequencies.copy(), tables.begins.copy()
        frequencies[escapes], begins[escapes] = -1, TOTAL
        row_of_entry = np.repeat(np.arange(tables.rows), np.diff(tables.firsts))
        numbers = np.arange(len(begins)) - tables.firsts[row_of_entry] + tables.offsets[row_of_entry]
        bounds = tables.begins + row_of_entry * TOTAL
        entry_of_slot = (
            np.repeat(np.arange(len(begins), dtype=np.int32), tables.frequencies)
            if tables.rows * TOTAL <= _LISTED_SLOTS
            else None
        )
        slots, entries, keys = np.empty_like(x), np.empty_like(x), np.empty_like(x)
        low = np.empty(len(x), np.bool_)
        for place, rows in enumerate(order):
            np.bitwise_and(x, _SLOT, out=slots)
            np.right_shift(x, PRECISION, out=x)
            np.left_shift(rows, PRECISION, out=keys, dtype=np.int64)
            np.add(keys, slots, out=keys)
            if entry_of_slot is None:
                entries = np.searchsorted(bounds, keys, "right") - 1
            else:
                entries[:] = entry_of_slot.take(keys, mode="clip")
            np.multiply(x, frequencies.take(entries, mode="clip"), out=x)
            np.add(x, slots, out=x)
            np.subtract(x, begins.take(entries, mode="clip"), out=x)
            symbols[place] = numbers.take(entries, mode="clip")
            np.less(x, LOWER, out=low)
            lanes = np.flatnonzero(low)
            if lanes.size:
                beyond = lanes[x[lanes] < 0]
                if beyond.size:
                    for lane in beyond.tolist():
                        slot = int(slots[lane])
                        self._escape(lane, int(rows[lane]), slot - TOTAL - int(x[lane]), slot, symbols[place])
                    lanes = lanes[x[lanes] < LOWER]
                self._refill(lanes)

    def _refill(self, lanes: Ints) -> None:
        at = self.positions[lanes]
        self.positions[lanes] = at + 1
        self.states[lanes] = self.states[lanes] << 32 | self.words.take(at, mode="clip")

    def _escape(self, lane: int, row: int, high: int, slot: int, symbols: Symbols) -> None:
        """One stream's symbol outside the row, from the state's high part and its slot in the escape."""

        def next_word() -> int:
            at = int(self.positions[lane])
            self.positions[lane] += 1
            return int(self.words[min(at, len(self.words) - 1)])

        first, end = self.tables.entries(row)
        begin = int(self.tables.begins[end - 1])
        state = (TOTAL - begin) * high + slot - begin
        if state < LOWER:
            state = state << 32 | next_word()
        try:
            entry, state = rans.escaped(state, next_word, end - 1 - first)
            symbols[lane] = rans.checked(entry + int(self.tables.offsets[row]))
        except FormatError:
            self.broken.append(lane)
            state = LOWER
        self.states[lane] = state
