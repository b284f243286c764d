"""Archives (``.nema``): many coded embeddings in one file, each found by its key."""

from __future__ import annotations

import os
import struct
import threading
from typing import Any, BinaryIO, Dict, Iterator, KeysView, List, NamedTuple, Optional, Tuple, Union

from .codec import Codec
from .crc32c import crc32c, crc32c_many
from .errors import FormatError
from .frames import MAX_PAYLOAD, MAX_TOKENS, UNSAID, Frame, crc16, unsealed, write_frame
from .model import Floats
from .places import Place, read_place, read_scenes
from .safetensors import Path
from .wire import Reader

#: Versions 2 and 4 hold streams without frames of their own, of one number of tokens; 3 and 4 tell where embeddings come from.
_VERSIONS = (1, 2, 3, 4)
_COMPACT = (2, 4)
_PLACES = (3, 4)
_HEADER = 44
_BATCH = struct.Struct("<4sIIQI")
_COMMIT = 8
_MAX_KEY = 4096
#: The least that an entry takes in an index: a key of one byte. Java counts an empty one out, too.
_LEAST_ENTRY = 9
#: Payloads that are read together when all are wanted.
_READ_AHEAD = 1 << 22
#: Pooled layers that are read together when all are wanted.
_POOLED_AT_ONCE = 1024


class Entry(NamedTuple):
    """Where one embedding lies."""

    kind: int
    tokens: int
    offset: int
    length: int
    crc: int
    pooled: int = 0
    """Bytes at the payload's beginning that its pooled layer depends on; 0 where nobody knows."""
    pooled_crc: int = 0
    place: Optional[Place] = None


class Archive:
    """An archive, open for reading: what it was when it was opened, even while another process appends to it.

    >>> archive = Archive("many.nema", "codec.nec")
    >>> for key, embedding in archive:             # numpy float32 [tokens, dim], in the order in which they were added
    ...     pass
    >>> embedding = archive["some key"]

    Keys are any text: a program that makes files of them must refuse those that lead elsewhere.
    """

    #: The digest of the codec that decodes the embeddings, in hexadecimal, as :attr:`Codec.digest`.
    digest: str

    def __init__(self, path: Path, codec: Optional[Union[Codec, Path, bytes]] = None) -> None:
        """Opens an archive; without its codec it gives streams alone. Raises FormatError if it is none, or damaged."""
        self.path = os.fspath(path)
        self._codec = codec if codec is None or isinstance(codec, Codec) else Codec(codec)
        self._entries: Dict[str, Entry] = {}
        #: Of all embeddings in version 2; the embeddings of version 1 say theirs.
        self._tokens: Optional[int] = None
        self._open()
        try:
            self._size = self._file.seek(0, os.SEEK_END)
            self._end = self._scan()
            if self._codec is not None and self._codec.digest != self.digest:
                raise FormatError(
                    "%s: holds embeddings of the codec with digest %s..., not of %s, of digest %s..."
                    % (self.path, self.digest[:8], self._codec.source, self._codec.digest[:8])
                )
        except BaseException:
            self._file.close()
            raise

    @property
    def unfinished_bytes(self) -> int:
        """Bytes at the end of the file that belong to no finished batch: an append that was interrupted, or a copy that broke off."""
        return self._size - self._end

    def _open(self) -> None:
        self._file: BinaryIO = open(self.path, "rb", buffering=0)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()

    def __getstate__(self) -> Dict[str, Any]:
        """An archive travels to other processes, as data loaders send it, by its path; they open the file themselves."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_file", "_lock")}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._open()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def keys(self) -> KeysView[str]:
        """The keys in the order in which they were added."""
        return self._entries.keys()

    def place(self, key: str) -> Optional[Place]:
        """Where the embedding with this key comes from; None where the archive does not say, KeyError if there is no such key."""
        return self._entries[key].place

    def places(self) -> Iterator[Tuple[str, Place]]:
        """Every key whose place is known, with it, in the order in which they were added; nothing is decoded."""
        for key, entry in self._entries.items():
            if entry.place is not None:
                yield key, entry.place

    def __iter__(self) -> Iterator[Tuple[str, Floats]]:
        """Every key with its embedding, decoded together."""
        keys = iter(self._entries)
        try:
            for embedding in self._reading().decode_frames(self._frames()):
                yield next(keys), embedding
        except FormatError as problem:
            if str(problem).startswith(self.path):
                raise
            raise self._damaged(next(keys), str(problem)) from None

    def __getitem__(self, key: str) -> Floats:
        """The embedding with this key; KeyError if there is none."""
        codec, frame = self._reading(), self._frame(key)
        try:
            return next(codec.decode_frames([frame]))
        except FormatError as problem:
            raise self._damaged(key, str(problem)) from None

    def stream(self, key: str) -> bytes:
        """The ``.nemb`` file of the embedding with this key; KeyError if there is none."""
        return write_frame(self._frame(key))

    def pooled(self, key: str) -> Floats:
        """The mean of the patch tokens of the embedding with this key, by a layered codec; no more is read than it depends on."""
        return self._reading().pooled(self._beginning(key))

    def all_pooled(self) -> Iterator[Tuple[str, Floats]]:
        """Every key with its pooled vector, decoded together, in the order in which they were added."""
        codec, keys = self._reading(), list(self._entries)
        for first in range(0, len(keys), _POOLED_AT_ONCE):
            part = keys[first : first + _POOLED_AT_ONCE]
            beginnings = [self._beginning(key) for key in part]
            try:
                vectors = codec.pooled_many(beginnings)
            except FormatError:
                # One by one, so that what stands before a damaged one is given, and it is the one that is named.
                for key, beginning in zip(part, beginnings):
                    try:
                        yield key, codec.pooled(beginning)
                    except FormatError as problem:
                        raise self._damaged(key, str(problem)) from None
            else:
                yield from zip(part, vectors)

    def _beginning(self, key: str) -> bytes:
        """Of a payload what its pooled layer depends on, or all of it where nobody knows."""
        entry = self._entries[key]
        if entry.pooled == 0:
            return self._frame(key).payload
        beginning = self._read(entry.offset, entry.pooled)
        if crc16(beginning) != entry.pooled_crc:
            raise self._damaged(key, "its checksum is wrong")
        return beginning

    def streams(self) -> Iterator[Tuple[str, bytes]]:
        """Every key with its ``.nemb`` file, in the order in which they were added."""
        for key, frame in zip(self._entries, self._frames()):
            yield key, write_frame(frame)

    def _reading(self) -> Codec:
        if self._codec is None:
            raise ValueError("embeddings are decoded with a codec: Archive(%r, CODEC)" % self.path)
        return self._codec

    def _frame(self, key: str) -> Frame:
        entry = self._entries[key]
        frame = self._assembled(entry, self._read(entry.offset, entry.length))
        if crc32c(self._vouched(frame)) != entry.crc:
            raise self._damaged(key, "its checksum is wrong")
        return frame

    def _assembled(self, entry: Entry, payload: bytes) -> Frame:
        tag = self.digest[:8] if self._tokens is None else self.digest[:4]
        return Frame(entry.kind, bytes.fromhex(tag), entry.tokens, payload)

    def _vouched(self, frame: Frame) -> bytes:
        """What an entry's CRC32C is over: in version 2 the payload alone."""
        return unsealed(frame) if self._tokens is None else frame.payload

    def _frames(self) -> Iterator[Frame]:
        """All frames in the order of the file, read once from front to back and compared with their checksums."""
        group: List[Tuple[str, Entry]] = []
        for key, entry in self._entries.items():
            if group and entry.offset + entry.length - group[0][1].offset > _READ_AHEAD:
                yield from self._group(group)
                group = []
            group.append((key, entry))
        if group:
            yield from self._group(group)

    def _group(self, group: List[Tuple[str, Entry]]) -> Iterator[Frame]:
        start, last = group[0][1].offset, group[-1][1]
        data = self._read(start, last.offset + last.length - start)
        frames = [
            self._assembled(entry, data[entry.offset - start : entry.offset - start + entry.length]) for _, entry in group
        ]
        for (key, entry), frame, crc in zip(group, frames, crc32c_many([self._vouched(frame) for frame in frames])):
            if crc != entry.crc:
                raise self._damaged(key, "its checksum is wrong")
            yield frame

    def _damaged(self, key: str, what: str) -> FormatError:
        printable = key.encode("unicode_escape").decode("ascii") if not key.isprintable() else key
        return FormatError('%s: embedding "%s": %s' % (self.path, printable, what))

    def _read(self, offset: int, length: int) -> bytes:
        """Bytes at any place; threads, and processes that share the open file, do so at once."""
        data = bytearray()
        while len(data) < length:
            if hasattr(os, "pread"):
                part = os.pread(self._file.fileno(), length - len(data), offset + len(data))
            else:
                with self._lock:
                    self._file.seek(offset + len(data))
                    part = self._file.read(length - len(data))
            if not part:
                raise FormatError("%s: became shorter while it was read; fetch it again" % self.path)
            data += part
        return bytes(data)

    def _problem(self, what: str, offset: int) -> FormatError:
        return FormatError("%s: %s, at byte %d" % (self.path, what, offset))

    def _scan(self) -> int:
        """Walks from batch to batch and gathers their indexes; returns where the last finished one ends."""
        header = self._read(0, min(_HEADER + 4, self._size))
        if header[:4] != b"NEMA" or len(header) < _HEADER:
            raise FormatError('%s: is no archive of embeddings: it does not begin with "NEMA" and a header' % self.path)
        version = header[4]
        if version not in _VERSIONS:
            raise FormatError(
                "%s: is an archive of format version %d, this program reads versions 1 to 4; use a newer one"
                % (self.path, version)
            )
        position = _HEADER + 4 if version in _COMPACT else _HEADER
        header = header[:position]
        sealed = len(header) == position and int.from_bytes(header[-4:], "little") == crc32c(header[:-4])
        if header[5:8] != bytes(3) or not sealed:
            raise self._problem("is damaged: the checksum of its header is wrong", position - 4)
        self.digest = header[8:40].hex()
        self._tokens = int.from_bytes(header[40:44], "little") if version in _COMPACT else None
        self._has_places = version in _PLACES
        while self._size - position >= _BATCH.size:
            head = self._read(position, _BATCH.size)
            if head == bytes(_BATCH.size):
                break
            magic, entries, index_bytes, payload_bytes, crc = _BATCH.unpack(head)
            sound = max(entries, index_bytes) < 1 << 31 and payload_bytes < 1 << 63 and entries * _LEAST_ENTRY <= index_bytes
            if magic != b"SEGM" or crc != crc32c(head[:20]) or not sound:
                raise self._problem("is damaged: no batch of embeddings begins here", position)
            payloads = position + _BATCH.size + index_bytes
            end = payloads + payload_bytes + _COMMIT
            if end > self._size:
                break
            index = self._read(position + _BATCH.size, index_bytes)
            if self._read(end - _COMMIT, _COMMIT) != b"DONE" + struct.pack("<I", crc32c(head + index)):
                raise self._problem("is damaged: the index of a batch does not match its checksum", position + _BATCH.size)
            try:
                self._add(index, entries, payloads, end - _COMMIT)
            except FormatError as problem:
                raise self._problem("is damaged: %s" % problem, position + _BATCH.size) from None
            position = end
        return position

    @staticmethod
    def _described(reader: Reader, kind: int, offset: int) -> Entry:
        tokens = reader.varint(MAX_TOKENS, "number of tokens")
        length = reader.varint(MAX_PAYLOAD, "length of a payload")
        return Entry(kind, tokens, offset, length, reader.uint32())

    @staticmethod
    def _compact(reader: Reader, kind: int, offset: int) -> Entry:
        length = reader.varint(MAX_PAYLOAD, "length of a payload")
        crc = reader.uint32()
        pooled = reader.varint(length, "length of a pooled layer")
        pooled_crc = int.from_bytes(reader.take(2), "little") if pooled else 0
        return Entry(kind, UNSAID, offset, length, crc, pooled, pooled_crc)

    def _add(self, index: bytes, entries: int, offset: int, end: int) -> None:
        reader = Reader(index)
        scenes = read_scenes(reader) if self._has_places else []
        for _ in range(entries):
            try:
                key = reader.take(reader.varint(_MAX_KEY, "length of a key")).decode("utf-8")
            except UnicodeDecodeError as problem:
                raise FormatError("a key is not UTF-8") from problem
            kind = reader.byte()
            entry = self._described(reader, kind, offset) if self._tokens is None else self._compact(reader, kind, offset)
            if self._has_places:
                entry = entry._replace(place=read_place(reader, scenes))
            if key in self._entries:
                raise FormatError('the key "%s" stands twice' % key.encode("unicode_escape").decode("ascii"))
            if entry.length > end - offset:
                raise FormatError("the index of a batch does not match its payloads")
            self._entries[key] = entry
            offset += entry.length
        if reader.remaining or offset != end:
            raise FormatError("the index of a batch does not match its payloads")
