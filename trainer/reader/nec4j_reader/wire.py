"""Bytes front to back, every length checked against what is left before anything is made of it."""

from __future__ import annotations

from .errors import FormatError


class Reader:
    """Reads an array of bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    @property
    def remaining(self) -> int:
        """Bytes that are left."""
        return len(self.data) - self.position

    def take(self, length: int) -> bytes:
        """The next bytes."""
        if length > self.remaining:
            raise FormatError("ends %d bytes too early" % (length - self.remaining))
        self.position += length
        return self.data[self.position - length : self.position]

    def byte(self) -> int:
        """The next byte, 0 to 255."""
        return self.take(1)[0]

    def uint32(self) -> int:
        """The next four bytes, lowest first."""
        return int.from_bytes(self.take(4), "little")

    def varint(self, limit: int, meaning: str) -> int:
        """An integer in groups of seven bits, lowest first, in its shortest form and at most ``limit``."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if value > limit or shift > 56 or (byte == 0 and shift > 7):
                raise FormatError("the %s is malformed or above %d" % (meaning, limit))
            if byte < 128:
                return value


def varint(value: int) -> bytes:
    """The shortest form of an integer that :meth:`Reader.varint` reads."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
