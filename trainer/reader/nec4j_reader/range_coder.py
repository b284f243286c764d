"""The range coder of layered codecs: symbols in their order, zeros behind the last byte."""

from __future__ import annotations

from bisect import bisect_right
from typing import Sequence

from .errors import FormatError
from .tables import PRECISION, Tables

#: Below it a byte is taken.
LEAST_RANGE = 1 << 24
_MOST_DIGITS = 9


class Decoder:
    """Takes symbols from a stream, or from as much of its beginning as they need."""

    def __init__(self, stream: bytes, tables: Tables) -> None:
        self._stream, self._tables, self._position = stream, tables, 4
        self._code = int.from_bytes((stream[:4] + bytes(4))[:4], "big")
        self._range = 0xFFFFFFFF

    def uniform(self, count: int) -> int:
        """One of ``count`` equally likely numbers."""
        unit = self._range // count
        value = self._slot(unit, count)
        self._narrow(value, 1, unit)
        return value

    def take(self, row: int) -> int:
        """The next symbol, coded under this row."""
        unit = self._range >> PRECISION
        slot = self._slot(unit, 1 << PRECISION)
        cdf = self._tables.cdf(row)
        entry = bisect_right(cdf, slot) - 1
        self._narrow(cdf[entry], cdf[entry + 1] - cdf[entry], unit)
        escape = len(cdf) - 2
        value = self._escaped(escape) if entry == escape else entry
        symbol = value + int(self._tables.offsets[row])
        if not -(1 << 31) <= symbol < 1 << 31:
            raise FormatError("an escaped symbol is none that an encoder writes")
        return symbol

    def _escaped(self, escape: int) -> int:
        digits = self.uniform(16)
        if digits > _MOST_DIGITS:
            raise FormatError("an escaped symbol announces %d digits" % digits)
        folded = sum(self.uniform(16) << 4 * i for i in range(digits))
        if -(-folded.bit_length() // 4) != digits:
            raise FormatError("an escaped symbol is none that an encoder writes")
        return -(folded >> 1) - 1 if folded & 1 else (folded >> 1) + escape

    def _slot(self, unit: int, count: int) -> int:
        slot = self._code // unit
        if slot >= count:
            raise FormatError("an entropy-coded stream holds a number that no encoder writes")
        return slot

    def _narrow(self, start: int, frequency: int, unit: int) -> None:
        self._code -= start * unit
        self._range = frequency * unit
        while self._range < LEAST_RANGE:
            byte = self._stream[self._position] if self._position < len(self._stream) else 0
            self._position += 1
            self._code = self._code << 8 | byte
            self._range <<= 8


class Encoder:
    """What an encoder writes: a stream whose symbols, coded again, give other bytes is damaged."""

    def __init__(self, tables: Tables) -> None:
        self._tables, self._low, self._range = tables, 0, 0xFFFFFFFF
        self._out = bytearray()

    def uniform(self, value: int, count: int) -> None:
        """Codes one of ``count`` equally likely numbers."""
        self._narrow(value, 1, self._range // count)

    def put(self, symbol: int, row: int) -> None:
        """Codes a symbol under a row."""
        cdf = self._tables.cdf(row)
        escape = len(cdf) - 2
        value = symbol - int(self._tables.offsets[row])
        entry = value if 0 <= value < escape else escape
        self._narrow(cdf[entry], cdf[entry + 1] - cdf[entry], self._range >> PRECISION)
        if entry == escape:
            folded = -2 * value - 1 if value < 0 else 2 * (value - escape)
            digits = -(-folded.bit_length() // 4)
            self.uniform(digits, 16)
            for i in range(digits):
                self.uniform(folded >> 4 * i & 15, 16)

    def _narrow(self, start: int, frequency: int, unit: int) -> None:
        self._add(start * unit)
        self._range = frequency * unit
        while self._range < LEAST_RANGE:
            self._out.append(self._low >> 24)
            self._low = self._low << 8 & 0xFFFFFFFF
            self._range <<= 8

    def _add(self, start: int) -> None:
        # As one long number, ``low`` would be copied for every byte: of the many symbols that a few bytes can stand for, for minutes.
        self._low += start
        if self._low >> 32:
            self._low &= 0xFFFFFFFF
            last = len(self._out) - 1
            while self._out[last] == 255:
                self._out[last] = 0
                last -= 1
            self._out[last] += 1

    def finish(self) -> bytes:
        """The stream: of the numbers in the last interval that with the most zero bytes at its end, and those left out."""
        mask = 0xFFFFFFFF
        while self._low + mask & ~mask >= self._low + self._range:
            mask >>= 8
        self._add((self._low + mask & ~mask) - self._low)
        return (bytes(self._out) + self._low.to_bytes(4, "big")).rstrip(b"\0")


def encoded(rung: int, rungs: int, symbols: Sequence[int], rows: Sequence[int], tables: Tables) -> bytes:
    """The stream of a rung and of symbols under their rows."""
    out = Encoder(tables)
    out.uniform(rung, rungs)
    for symbol, row in zip(symbols, rows):
        out.put(symbol, row)
    return out.finish()
