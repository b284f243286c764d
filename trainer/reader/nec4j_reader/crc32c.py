"""CRC32C, the Castagnoli polynomial, of one array of bytes or of many side by side."""

from __future__ import annotations

from typing import List, Sequence

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0x82F63B78

#: Shorter arrays are not worth numpy's calls.
_LONG = 8192

#: Bytes of the rectangles in which many arrays are laid side by side.
_RECTANGLE = 1 << 22


def _table() -> List[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _table()
_LANES = np.array(_TABLE, np.uint32)


def crc32c(data: bytes) -> int:
    """The checksum of some bytes."""
    if len(data) >= _LONG:
        return _long(data)
    return _update(0xFFFFFFFF, data) ^ 0xFFFFFFFF


def crc32c_many(arrays: Sequence[bytes]) -> List[int]:
    """The checksum of each array; many of similar length are done at the speed of numpy."""
    out = [0] * len(arrays)
    order = sorted((i for i in range(len(arrays)) if len(arrays[i]) >= 4), key=lambda i: len(arrays[i]))
    begin = 0
    while begin < len(order):
        end = begin + 1
        while end < len(order) and (end + 1 - begin) * len(arrays[order[end]]) <= _RECTANGLE:
            end += 1
        group = order[begin:end]
        if len(group) < 8:
            for i in group:
                out[i] = crc32c(arrays[i])
        else:
            for i, crc in zip(group, _side_by_side([arrays[i] for i in group])):
                out[i] = crc
        begin = end
    for i, array in enumerate(arrays):
        if len(array) < 4:
            out[i] = crc32c(array)
    return out


def _update(register: int, data: bytes) -> int:
    for byte in data:
        register = register >> 8 ^ _TABLE[(register ^ byte) & 255]
    return register


def _side_by_side(arrays: Sequence[bytes]) -> List[int]:
    """Arrays of four bytes and more, each ending at the right edge: to a register of zeros, zeros in front are nothing."""
    width = max(len(array) for array in arrays)
    rectangle = np.zeros((len(arrays), width), np.uint8)
    for row, array in zip(rectangle, arrays):
        at = width - len(array)
        row[at:] = np.frombuffer(array, np.uint8)
        row[at : at + 4] ^= 255  # what a register of ones is instead
    return [int(crc) for crc in _lanes(np.ascontiguousarray(rectangle.T)) ^ np.uint32(0xFFFFFFFF)]


def _lanes(columns: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The registers, zero at first, of lanes whose bytes stand below one another: [length, lanes]."""
    registers = np.zeros(columns.shape[1], np.uint32)
    for column in columns:
        registers = _LANES[(registers ^ column) & 255] ^ (registers >> np.uint32(8))
    return registers


def _long(data: bytes) -> int:
    """A long array cut into lanes, whose registers are then put together."""
    lanes = int(len(data) ** 0.5)
    length = len(data) // lanes
    head = len(data) - lanes * length
    registers = _lanes(np.ascontiguousarray(np.frombuffer(data, np.uint8, offset=head).reshape(lanes, length).T))
    # What a register becomes by as many zeros as a lane has bytes: linear, so known from its 32 bits.
    images = np.uint32(1) << np.arange(32, dtype=np.uint32)
    for _ in range(length):
        images = _LANES[images & 255] ^ (images >> np.uint32(8))
    bits = [int(image) for image in images]
    register = _update(0xFFFFFFFF, data[:head])
    for lane in registers:
        moved = int(lane)
        for bit in range(32):
            if register >> bit & 1:
                moved ^= bits[bit]
        register = moved
    return register ^ 0xFFFFFFFF
