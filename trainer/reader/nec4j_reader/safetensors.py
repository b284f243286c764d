"""safetensors files: named tensors and a map of strings. https://huggingface.co/docs/safetensors"""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any, BinaryIO, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from . import strict_json
from .errors import FormatError
from .wire import Reader

#: The limit of the format's reference implementation.
_MAX_HEADER = 100_000_000
_CHUNK = 1 << 20

_TYPES = {
    "F64": ("<f8", 8),
    "I64": ("<i8", 8),
    "F32": ("<f4", 4),
    "I32": ("<i4", 4),
    "F16": ("<f2", 2),
    "BF16": ("<u2", 2),
    "I16": ("<i2", 2),
    "I8": ("i1", 1),
    "U8": ("u1", 1),
    "BOOL": ("u1", 1),
}

Path = Union[str, "os.PathLike[str]"]


class Entry(NamedTuple):
    """Where a tensor lies, from the start of the file."""

    dtype: str
    shape: Tuple[int, ...]
    offset: int
    bytes: int


class SafeTensors:
    """A file's header, checked when it is opened: every tensor lies inside the file, without holes and overlaps."""

    def __init__(self, file: Union[Path, bytes]) -> None:
        self._file: BinaryIO
        if isinstance(file, bytes):
            self.source = "codec"
            self._file = io.BytesIO(file)
        else:
            self.source = os.fspath(file)
            self._file = open(file, "rb")
        try:
            self.entries, self.metadata = self._header()
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()

    def __enter__(self) -> "SafeTensors":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def shape(self, name: str) -> Tuple[int, ...]:
        """A tensor's dimensions, outermost first."""
        return self._entry(name).shape

    def raw(self, name: str) -> bytes:
        """A tensor's bytes as they stand in the file."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """As :meth:`raw`, a part at a time."""
        entry = self._entry(name)
        for done in range(0, entry.bytes, _CHUNK):
            yield self._read(entry.offset + done, min(_CHUNK, entry.bytes - done))

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor's elements as float32, in a row."""
        entry = self._entry(name)
        stored = np.frombuffer(self.raw(name), _TYPES[entry.dtype][0])
        if entry.dtype == "BF16":
            return (stored.astype(np.uint32) << np.uint32(16)).view(np.float32)
        if entry.dtype == "BOOL":
            stored = stored != 0
        with np.errstate(over="ignore", invalid="ignore"):
            return stored.astype(np.float32)

    def ints(self, name: str) -> NDArray[np.int64]:
        """The elements of a tensor of whole numbers that fit 32 bits, in a row."""
        entry = self._entry(name)
        if entry.dtype in ("F64", "F32", "F16", "BF16"):
            raise FormatError('%s: tensor "%s" has dtype %s where whole numbers are needed' % (self.source, name, entry.dtype))
        stored = np.frombuffer(self.raw(name), _TYPES[entry.dtype][0])
        if entry.dtype == "BOOL":
            stored = stored != 0
        wide = stored.astype(np.int64)
        if wide.size and not (-(1 << 31) <= int(wide.min()) and int(wide.max()) < 1 << 31):
            raise FormatError('%s: tensor "%s" holds a number beyond 32 bits' % (self.source, name))
        return wide

    def digest(self, title: str, strings: Iterable[str], names: Iterable[str]) -> str:
        """SHA-256 over lines of text, then tensors with their names, types and shapes, in hexadecimal."""
        sha = hashlib.sha256(("%s\n%s" % (title, "".join(strings))).encode("utf-8"))
        for name in names:
            entry = self._entry(name)
            sha.update(("%s\n%s\n%s\n" % (name, entry.dtype, ",".join(map(str, entry.shape)))).encode("utf-8"))
            for chunk in self.chunks(name):
                sha.update(chunk)
        return sha.hexdigest()

    def _entry(self, name: str) -> Entry:
        if name not in self.entries:
            raise FormatError('%s: has no tensor "%s"' % (self.source, name))
        return self.entries[name]

    def _read(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) != length:
            raise FormatError("%s: became shorter while it was read; fetch it again" % self.source)
        return data

    def _header(self) -> Tuple[Dict[str, Entry], Dict[str, str]]:
        size = self._file.seek(0, os.SEEK_END)
        if size < 8:
            raise FormatError("%s: %d bytes are too few for a safetensors file" % (self.source, size))
        length = int.from_bytes(self._read(0, 8), "little")
        if not 2 <= length <= min(_MAX_HEADER, size - 8):
            raise FormatError(
                "%s: not a safetensors file, or truncated: it announces a header of %d bytes and has %d in all"
                % (self.source, length, size)
            )
        try:
            text = Reader(self._read(8, length)).take(length).decode("utf-8")
        except UnicodeDecodeError as problem:
            raise FormatError("%s: the header of a safetensors file must be UTF-8" % self.source) from problem
        header = strict_json.parse(text, self.source)
        if not isinstance(header, dict):
            raise FormatError("%s: the header of a safetensors file must be a JSON object" % self.source)
        metadata = header.pop("__metadata__", {})
        if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
            raise FormatError("%s: __metadata__ must be a JSON object of strings" % self.source)
        entries = {name: self._parsed(name, fields, 8 + length) for name, fields in header.items()}
        self._check_layout(entries, 8 + length, size)
        return entries, metadata

    def _parsed(self, name: str, fields: Any, start: int) -> Entry:
        parts = fields if isinstance(fields, dict) else {}
        dtype, shape, offsets = parts.get("dtype"), _counts(parts.get("shape")), _counts(parts.get("data_offsets"))
        if not isinstance(dtype, str) or dtype not in _TYPES:
            raise FormatError('%s: tensor "%s" has no dtype that this program knows' % (self.source, name))
        if shape is None or offsets is None or len(offsets) != 2:
            raise FormatError('%s: tensor "%s" needs a shape and two data_offsets of whole numbers' % (self.source, name))
        needed = _TYPES[dtype][1]
        for dimension in shape:
            needed *= dimension
            if needed >= 1 << 63:
                raise FormatError('%s: tensor "%s" announces more elements than a file can hold' % (self.source, name))
        if offsets[1] - offsets[0] != needed:
            raise FormatError(
                '%s: tensor "%s" has %d bytes where its shape and dtype need %d'
                % (self.source, name, offsets[1] - offsets[0], needed)
            )
        return Entry(dtype, tuple(shape), start + offsets[0], needed)

    def _check_layout(self, entries: Mapping[str, Entry], start: int, size: int) -> None:
        expected = start
        for name, entry in sorted(entries.items(), key=lambda item: (item[1].offset, item[1].bytes)):
            if entry.offset != expected:
                raise FormatError(
                    '%s: tensor "%s" starts at byte %d where the one before ends at %d'
                    % (self.source, name, entry.offset, expected)
                )
            expected += entry.bytes
        if expected != size:
            raise FormatError(
                "%s: the tensors end at byte %d but the file has %d; it is truncated or has something appended"
                % (self.source, expected, size)
            )


def _counts(value: Any) -> Optional[List[int]]:
    """A list of whole numbers from 0 on, where it is one."""
    return value if isinstance(value, list) and all(type(number) is int and number >= 0 for number in value) else None


def by_code_units(names: Iterable[str]) -> List[str]:
    """Names in the order in which digests take them, that of Java's strings."""
    return sorted(names, key=lambda name: name.encode("utf-16-be"))
