"""Integer probability tables, all that entropy coding depends on."""

from __future__ import annotations

import math
from typing import Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .errors import FormatError

PRECISION = 16
TOTAL = 1 << PRECISION
_MAX_OFFSET = 1 << 30

Ints = NDArray[np.int64]


class Tables:
    """Rows of cumulative frequencies from 0 to 65536 over two entries or more, the last of which is the escape.

    Row r gives the symbols offset(r), offset(r) + 1, ... their frequencies. Made of the tensors ``_quantized_cdf`` [rows, width],
    ``_cdf_length`` [rows] and ``_offset`` [rows] as CompressAI's buffers hold them.
    """

    #: Of the names of a codec's tensors, what stands behind the prefix, in the order in which digests take them.
    NAMES = ("_quantized_cdf", "_cdf_length", "_offset")

    def __init__(self, cdf: Ints, lengths: Ints, offsets: Ints) -> None:
        rows = len(lengths)
        if (cdf.size % rows if rows else cdf.size) or len(offsets) != rows:
            raise FormatError(
                "%d cumulative frequencies and %d offsets do not divide into %d rows" % (cdf.size, len(offsets), rows)
            )
        width = cdf.size // rows if rows else 0
        if rows and (int(lengths.min()) < 3 or int(lengths.max()) > width):
            raise FormatError("a row of the probability tables has fewer than 3 or more than %d numbers" % width)
        if rows and int(np.abs(offsets).max()) > _MAX_OFFSET:
            raise FormatError("a row of the probability tables has an offset beyond 2^30 in magnitude")
        grid = cdf.reshape(rows, width)
        if rows and (grid[:, 0].any() or (grid[np.arange(rows), lengths - 1] != TOTAL).any()):
            raise FormatError("a row of the probability tables does not rise from 0 to %d" % TOTAL)
        used = np.arange(1, max(1, width)) < lengths[:, None]
        steps = np.diff(grid, axis=1)
        if (steps[used] <= 0).any():
            raise FormatError("a row of the probability tables does not rise from entry to entry")
        self.offsets = offsets
        #: Of all rows' entries one after the other: the first of each row, and the end of the last.
        self.firsts: Ints = np.concatenate([[0], np.cumsum(lengths - 1)]).astype(np.int64)
        #: For each entry its first slot.
        self.begins: Ints = grid[:, :-1][used]
        #: For each entry the number of its slots.
        self.frequencies: Ints = steps[used]
        most = np.maximum.reduceat(self.frequencies, self.firsts[:-1]) if rows else np.zeros(0)
        #: Bits below which no stream codes one symbol under each row.
        self.least_bits = float(((TOTAL - most) * ((1 - 2.0**-15) / TOTAL / math.log(2))).sum())
        self._lists: Dict[int, List[int]] = {}

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.offsets)

    def entries(self, row: int) -> Tuple[int, int]:
        """Of all entries, the first of a row and the end."""
        return int(self.firsts[row]), int(self.firsts[row + 1])

    def cdf(self, row: int) -> List[int]:
        """A row's cumulative frequencies."""
        if row not in self._lists:
            first, end = self.entries(row)
            self._lists[row] = self.begins[first:end].tolist() + [TOTAL]
        return self._lists[row]

    def require_room(self, payloads: Sequence[bytes], per_row: int) -> None:
        """Refuses streams too short for so many symbols a row, before memory is taken for symbols that cannot be there."""
        for payload in payloads:
            if per_row * self.least_bits > 8.0 * len(payload) - 31:
                raise FormatError("%d bytes are too few for %d symbols a row" % (len(payload), per_row))
