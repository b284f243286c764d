"""Coded embeddings (``.nemb``): what stands around an entropy-coded payload."""

from __future__ import annotations

import binascii
import struct
from typing import NamedTuple

from .crc32c import crc32c
from .errors import FormatError
from .wire import Reader, varint

#: No stream may announce more tokens.
MAX_TOKENS = 1 << 17
#: No payload may announce more bytes.
MAX_PAYLOAD = (1 << 31) - 1

_MAGIC = b"NEMB"
_VERSION = 1
_COMPACT = 2
#: The number of tokens of a compact frame, which says none: it is the codec's.
UNSAID = -1


class Frame(NamedTuple):
    """A coded embedding taken apart."""

    kind: int
    """How the payload is coded, 0 to 15."""
    prefix: bytes
    """The first four bytes of the decoding digest of the codec that decodes it; two in a compact frame."""
    tokens: int
    payload: bytes


def unsealed(frame: Frame) -> bytes:
    """A frame's bytes but for the checksum that ends them."""
    if frame.tokens == UNSAID:
        return bytes([_COMPACT << 4 | frame.kind]) + frame.prefix + frame.payload
    head = _MAGIC + bytes([_VERSION << 4 | frame.kind]) + frame.prefix
    return head + varint(frame.tokens) + varint(len(frame.payload)) + frame.payload


def write_frame(frame: Frame) -> bytes:
    """The bytes of a ``.nemb`` file."""
    head = unsealed(frame)
    return head + (struct.pack("<H", crc16(head)) if frame.tokens == UNSAID else struct.pack("<I", crc32c(head)))


def read_frame(stream: bytes) -> Frame:
    """Takes the bytes of a ``.nemb`` file apart and checks them."""
    if stream[:1] and stream[0] >> 4 == _COMPACT:
        return _compact(stream)
    reader = Reader(stream)
    if stream[:4] != _MAGIC:
        raise FormatError('not a coded embedding: it begins neither with "NEMB" nor as a compact one')
    reader.take(4)
    version, kind = divmod(reader.byte(), 16)
    if version != _VERSION:
        raise FormatError("a coded embedding of format version %d, this program reads version %d" % (version, _VERSION))
    prefix = reader.take(4)
    tokens = reader.varint(MAX_TOKENS, "number of tokens")
    payload = reader.take(reader.varint(MAX_PAYLOAD, "length of the payload"))
    end = reader.position
    crc = reader.uint32()
    if reader.remaining:
        raise FormatError("%d bytes too many in a coded embedding" % reader.remaining)
    if crc != crc32c(stream[:end]):
        raise FormatError("a damaged coded embedding: its checksum is wrong")
    return Frame(kind, prefix, tokens, payload)


def _compact(stream: bytes) -> Frame:
    if len(stream) < 5:
        raise FormatError("ends %d bytes too early" % (5 - len(stream)))
    if int.from_bytes(stream[-2:], "little") != crc16(stream[:-2]):
        raise FormatError("a damaged coded embedding: its checksum is wrong")
    return Frame(stream[0] & 15, stream[1:3], UNSAID, stream[3:-2])


def crc16(data: bytes) -> int:
    """CRC-16 of compact frames: polynomial 1021, initial value ffff, highest bit first."""
    return binascii.crc_hqx(data, 0xFFFF)


def frame(digest: bytes, tokens: int, *strings: bytes) -> bytes:
    """The ``.nemb`` file around the entropy-coded strings of another program, CompressAI's [y] or [y, z].

    ``digest`` is the decoding digest of the codec whose tables they were coded under, :attr:`nec4j_reader.Codec.digest` as bytes.
    """
    if not 1 <= len(strings) <= 2:
        raise ValueError("an embedding is one stream, or two with a hyperprior, not %d" % len(strings))
    if not 0 <= tokens <= MAX_TOKENS or len(digest) < 4:
        raise ValueError("at most %d tokens, and a digest of 32 bytes" % MAX_TOKENS)
    payload = strings[0] if len(strings) == 1 else varint(len(strings[0])) + strings[0] + strings[1]
    return write_frame(Frame(len(strings) - 1, bytes(digest[:4]), tokens, payload))
