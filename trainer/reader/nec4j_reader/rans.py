"""The entropy coder of docs/codec-format.md, a 64-bit rANS with 32-bit words: one stream, symbol by symbol."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, Callable, List, Tuple

import numpy as np
from numpy.typing import NDArray

from .errors import FormatError
from .tables import PRECISION, TOTAL, Tables

#: States are never lower, and are 2^31 before the first symbol was coded.
LOWER = 1 << 31
_MAX_DIGITS = 9


def words_of(payload: bytes) -> "NDArray[np.uint32]":
    """The words of a stream, the first two of which are a state; refuses what is none."""
    if len(payload) < 8 or len(payload) % 4:
        raise FormatError("an entropy-coded stream has a multiple of 4 bytes and at least 8, not %d" % len(payload))
    words = np.frombuffer(payload, "<u4")
    if not LOWER <= (int(words[0]) | int(words[1]) << 32) < 1 << 63:
        raise FormatError("an entropy-coded stream begins with a state that no encoder leaves")
    return words


def escaped(state: int, next_word: Callable[[], int], escape: int) -> Tuple[int, int]:
    """The entry, below 0 or from ``escape`` on, that digits say, and the state behind them."""

    def digit() -> int:
        nonlocal state
        low = state & 15
        state >>= 4
        if state < LOWER:
            state = state << 32 | next_word()
        return low

    digits = digit()
    if digits > _MAX_DIGITS:
        raise FormatError("an escaped symbol announces %d digits or more" % digits)
    folded = 0
    for place in range(digits):
        folded |= digit() << 4 * place
    if digits != -(-folded.bit_length() // 4):
        raise FormatError("an escaped symbol is none that an encoder writes")
    return (-(folded >> 1) - 1 if folded & 1 else (folded >> 1) + escape), state


def checked(symbol: int) -> int:
    """A symbol that an int of 32 bits holds."""
    if not -(1 << 31) <= symbol < 1 << 31:
        raise FormatError("an escaped symbol is none that an encoder writes")
    return symbol


def decode(payload: bytes, order: "NDArray[np.signedinteger[Any]]", tables: Tables) -> "NDArray[np.int32]":
    """The symbols coded under these rows of the tables, one after the other."""
    words: List[int] = words_of(payload).tolist()
    state, position, end = words[0] | words[1] << 32, 2, len(words)
    mask = TOTAL - 1

    def next_word() -> int:
        nonlocal position
        if position == end:
            raise FormatError("an entropy-coded stream ends before its symbols do")
        position += 1
        return words[position - 1]

    symbols = np.empty(len(order), np.int32)
    at = 0
    # The order as runs under one row.
    turns = np.flatnonzero(np.diff(order, prepend=-1)).tolist() + [len(order)]
    for begin, stop in zip(turns, turns[1:]):
        row = int(order[begin])
        cdf, offset = tables.cdf(row), int(tables.offsets[row])
        escape = len(cdf) - 2
        run: List[int] = []
        for _ in range(stop - begin):
            slot = state & mask
            entry = bisect_right(cdf, slot) - 1
            start = cdf[entry]
            state = (cdf[entry + 1] - start) * (state >> PRECISION) + slot - start
            if state < LOWER:
                if position == end:
                    raise FormatError("an entropy-coded stream ends before its symbols do")
                state = state << 32 | words[position]
                position += 1
            if entry == escape:
                entry, state = escaped(state, next_word, escape)
                checked(entry + offset)
            run.append(entry + offset)
        symbols[at : at + len(run)] = run
        at += len(run)
    if position != end:
        raise FormatError("an entropy-coded stream goes on after its symbols")
    if state != LOWER:
        raise FormatError("an entropy-coded stream does not end in the state that coding began with")
    return symbols
