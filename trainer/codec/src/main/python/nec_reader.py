"""Reads nec4j codecs, coded embeddings and archives with Python's standard library and numpy.

The reference reader: short and slow, an independent second reading of docs/codec-format.md. It decodes the codecs with a
factorised bottleneck and transform codecs.

    codec = Codec("codec.nec")
    embedding = codec.decode(open("image.nemb", "rb").read())      # numpy float32 [tokens, dim]
    archive = Archive("many.nema")
    embedding = codec.decode(archive["some key"])

    python nec_reader.py decode codec.nec image.nemb image.npy
    python nec_reader.py extract codec.nec many.nema "some key" image.npy
    python nec_reader.py list many.nema

A program that imports this file adds models of its own to MODELS: by the name in the codec's metadata a class with KIND, TENSORS (what it
is constructed with, in this order), dim and decode(payload, tokens).
"""

import hashlib
import json
import struct
import sys
from bisect import bisect_right

import numpy as np

LOWER = 1 << 31
MAX_TOKENS = 1 << 17
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1", "BOOL": "?"}


class FormatError(ValueError):
    """Bytes that are damaged, of another version, or of another codec."""


def _crc32c_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC32C = _crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC32C[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


class _Reader:
    """Takes bytes front to back and checks every length."""

    def __init__(self, data):
        self.data, self.position = data, 0

    def take(self, length):
        if length > len(self.data) - self.position:
            raise FormatError("ends %d bytes too early" % (length - len(self.data) + self.position))
        self.position += length
        return self.data[self.position - length : self.position]

    def varint(self, limit):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if value > limit or shift > 56 or (byte == 0 and shift > 7):
                raise FormatError("malformed number at byte %d" % (self.position - 1))
            if byte < 128:
                return value

    def uint32(self):
        return struct.unpack("<I", self.take(4))[0]


class SafeTensors:
    """Tensors and strings of a safetensors file."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        length = struct.unpack("<Q", data[:8])[0] if len(data) >= 8 else len(data)
        if length > len(data) - 8:
            raise FormatError("%s: not a safetensors file, or truncated" % path)
        try:
            self.header = json.loads(data[8 : 8 + length].decode("utf-8"))
        except ValueError as problem:
            raise FormatError("%s: the header is not JSON: %s" % (path, problem))
        self.metadata = self.header.pop("__metadata__", {})
        self.data = data[8 + length :]

    def raw(self, name):
        begin, end = self.header[name]["data_offsets"]
        if not 0 <= begin <= end <= len(self.data):
            raise FormatError('%s: tensor "%s" lies outside the file' % (self.path, name))
        return self.data[begin:end]

    def tensor(self, name):
        entry = self.header[name]
        return np.frombuffer(self.raw(name), DTYPES[entry["dtype"]]).reshape(entry["shape"])


class Codec:
    """A codec with a factorised bottleneck, or a transform codec: turns coded embeddings back into floats."""

    def __init__(self, path):
        file = SafeTensors(path)
        meta = file.metadata
        if meta.get("format") != "nec4j codec":
            raise FormatError("%s: is not a codec" % path)
        if meta.get("format_version") != "1":
            raise FormatError("%s: is a codec of format version %s, this program reads version 1" % (path, meta.get("format_version")))
        missing = [key for key in ("model", "digest", "settings", "max_tokens") if key not in meta]
        if missing:
            raise FormatError("%s: is a codec without %s in its metadata" % (path, missing[0]))
        if meta["model"] not in MODELS:
            raise FormatError("%s: this reader knows the models %s, not %s" % (path, ", ".join(MODELS), meta["model"]))
        model = MODELS[meta["model"]]
        missing = [name for name in model.TENSORS if name not in file.header]
        if missing:
            raise FormatError("%s: is a codec without its tensor %s" % (path, missing[0]))
        self.digest = bytes.fromhex(meta["digest"])
        if self.digest != _decoding_digest(file, meta["model"], model.TENSORS):
            raise FormatError("%s: is damaged, its tables do not match its digest" % path)
        self.settings = json.loads(meta["settings"])
        self.max_tokens = int(meta["max_tokens"])
        self.model = model(*(file.tensor(name) for name in model.TENSORS))
        self.dim = self.model.dim

    def decode(self, stream):
        """The embedding of a .nemb file's bytes: float32 [tokens, dim]."""
        kind, prefix, tokens, payload = read_frame(stream)
        if prefix != self.digest[:4]:
            raise FormatError("the stream was written with another codec, of digest %s..." % prefix.hex())
        if kind != self.model.KIND or tokens > self.max_tokens:
            raise FormatError("the stream does not belong to this codec")
        return self.model.decode(payload, tokens)


class Tables:
    """Rows of cumulative frequencies up to 65536, the last entry of each the escape; and the symbols of their first entries."""

    def __init__(self, cdf, lengths, offsets):
        self.rows = [row[:n].tolist() for row, n in zip(cdf, lengths)]
        self.offsets = offsets.tolist()


class Factorised:
    """Streams of kind 0: one table and one median a channel."""

    KIND = 0
    TENSORS = ["bottleneck.medians", "bottleneck._quantized_cdf", "bottleneck._cdf_length", "bottleneck._offset"]

    def __init__(self, medians, *tables):
        self.medians, self.tables, self.dim = medians, Tables(*tables), len(medians)

    def decode(self, payload, tokens):
        symbols = decode_symbols(payload, self.tables, np.repeat(np.arange(self.dim), tokens))
        return (symbols.reshape(self.dim, tokens).astype(np.float32) + self.medians[:, None]).T.copy()


class Transform:
    """Streams of kind 2: coefficients over axes and over the grid of patch tokens. All sums are float64, term by term."""

    KIND = 2
    TENSORS = ["transform." + name for name in "mean axes plane step rounding rows centres _quantized_cdf _cdf_length _offset".split()]

    def __init__(self, mean, axes, plane, step, rounding, rows, centres, *tables):
        self.mean, self.axes, self.plane, self.centres = (part.astype(np.float64) for part in (mean, axes, plane, centres))
        self.step, self.rows, self.tables, self.dim = float(step), rows, Tables(*tables), len(mean)

    def decode(self, payload, tokens):
        if tokens != self.rows.shape[1]:
            raise FormatError("a stream of %d tokens does not belong to a codec of %d" % (tokens, self.rows.shape[1]))
        coded = self.rows >= 0
        rows = self.rows[coded]
        symbols = decode_symbols(payload, self.tables, rows)
        size = np.abs(symbols).astype(np.float64)
        bins = np.clip(np.abs(symbols), 1, self.centres.shape[1]) - 1
        coefficients = np.zeros(self.rows.shape)
        coefficients[coded] = np.where(symbols == 0, 0, np.sign(symbols) * ((size + self.centres[rows, bins]) * self.step))
        y = np.tile(self.mean, (tokens, 1))
        for coefficient, axis in zip(coefficients, self.axes):
            if coefficient.any():
                coefficient[1:] = self._grid(coefficient[1:])
                y += coefficient[:, None] * axis
        return y.astype(np.float32)

    def _grid(self, coefficients):
        """m^T p m, m the plane."""
        side = len(self.plane)
        half, full = np.zeros((side, side)), np.zeros((side, side))
        for row, weights in zip(coefficients.reshape(side, side), self.plane):
            half += weights[:, None] * row
        for x, weights in enumerate(self.plane):
            full += half[:, x : x + 1] * weights
        return full.ravel()


MODELS = {"factorised": Factorised, "transform": Transform}


def _decoding_digest(file, model, names):
    sha = hashlib.sha256(("nec4j codec, decoding\n%s\n" % model).encode())
    for name in names:
        entry = file.header[name]
        sha.update(("%s\n%s\n%s\n" % (name, entry["dtype"], ",".join(map(str, entry["shape"])))).encode())
        sha.update(file.raw(name))
    return sha.digest()


def read_frame(stream):
    """(kind, codec prefix, tokens, payload) of a .nemb file's bytes."""
    reader = _Reader(stream)
    if reader.take(4) != b"NEMB":
        raise FormatError('not a coded embedding: it does not begin with "NEMB"')
    version, kind = divmod(reader.take(1)[0], 16)
    if version != 1:
        raise FormatError("a coded embedding of format version %d, this program reads version 1" % version)
    prefix = reader.take(4)
    tokens = reader.varint(MAX_TOKENS)
    payload = reader.take(reader.varint((1 << 31) - 1))
    crc = crc32c(stream[: reader.position])
    if reader.uint32() != crc or reader.position != len(stream):
        raise FormatError("a damaged coded embedding: its checksum or its length is wrong")
    return kind, prefix, tokens, payload


def frame(digest, tokens, *strings):
    """The .nemb file around the entropy-coded strings of another program, CompressAI's [y] or [y, z], for the codec of a digest."""
    payload = strings[0] if len(strings) == 1 else _varint(len(strings[0])) + strings[0] + strings[1]
    head = b"NEMB" + bytes([1 << 4 | len(strings) - 1]) + digest[:4] + _varint(tokens) + _varint(len(payload)) + payload
    return head + struct.pack("<I", crc32c(head))


def decode_symbols(payload, tables, order):
    """Entropy decoding: int64, the symbols coded under these rows of the tables one after the other."""
    if len(payload) < 8 or len(payload) % 4:
        raise FormatError("an entropy-coded stream has a multiple of 4 bytes and at least 8")
    words = np.frombuffer(payload, "<u4").tolist()
    state, position = words[0] | words[1] << 32, 2
    if not LOWER <= state < 1 << 63:
        raise FormatError("an entropy-coded stream begins with a state that no encoder leaves")

    def refill(state):
        nonlocal position
        if state >= LOWER:
            return state
        if position == len(words):
            raise FormatError("an entropy-coded stream ends before its symbols do")
        position += 1
        return state << 32 | words[position - 1]

    symbols = np.empty(len(order), np.int64)
    for i, row in enumerate(order.tolist()):
        cdf, offset = tables.rows[row], tables.offsets[row]
        escape = len(cdf) - 2
        slot = state & 65535
        value = bisect_right(cdf, slot) - 1
        state = refill((cdf[value + 1] - cdf[value]) * (state >> 16) + slot - cdf[value])
        if value == escape:
            digits, state = state & 15, refill(state >> 4)
            folded = 0
            for digit in range(digits):
                folded |= (state & 15) << 4 * digit
                state = refill(state >> 4)
            value = -(folded >> 1) - 1 if folded & 1 else (folded >> 1) + escape
            if digits != -(-folded.bit_length() // 4) or not -(1 << 31) <= value + offset < 1 << 31:
                raise FormatError("an escaped symbol is none that an encoder writes")
        symbols[i] = value + offset
    if state != LOWER or position != len(words):
        raise FormatError("an entropy-coded stream does not end as it began")
    return symbols


class Archive:
    """Coded embeddings by key; archive[key] is the content of a .nemb file."""

    def __init__(self, path):
        self.path = path
        self.file = open(path, "rb")
        size = self.file.seek(0, 2)
        header = self._read(0, min(44, size))
        if header[:4] != b"NEMA" or len(header) < 44:
            raise FormatError("%s: is no archive of embeddings" % path)
        if header[4] != 1:
            raise FormatError("%s: is an archive of format version %d, this program reads version 1" % (path, header[4]))
        if struct.unpack("<I", header[40:])[0] != crc32c(header[:40]):
            raise FormatError("%s: is damaged in its header" % path)
        self.digest = header[8:40]
        self.entries = {}
        position = 44
        while size - position >= 24:
            header = self._read(position, 24)
            if header == bytes(24):
                break
            magic, entries, index_bytes, payload_bytes, crc = struct.unpack("<4sIIQI", header)
            if magic != b"SEGM" or crc != crc32c(header[:20]):
                raise FormatError("%s: is damaged at byte %d" % (path, position))
            payloads = position + 24 + index_bytes
            if payloads + payload_bytes + 8 > size:
                break
            index = self._read(position + 24, index_bytes)
            commit = self._read(payloads + payload_bytes, 8)
            if commit != b"DONE" + struct.pack("<I", crc32c(header + index)):
                raise FormatError("%s: is damaged at byte %d" % (path, position + 24))
            self._add(index, entries, payloads)
            position = payloads + payload_bytes + 8

    def _read(self, offset, length):
        self.file.seek(offset)
        return self.file.read(length)

    def _add(self, index, entries, offset):
        reader = _Reader(index)
        for _ in range(entries):
            key = reader.take(reader.varint(4096)).decode("utf-8")
            kind = reader.take(1)[0]
            tokens, length = reader.varint(MAX_TOKENS), reader.varint((1 << 31) - 1)
            self.entries[key] = (kind, tokens, offset, length, reader.uint32())
            offset += length

    def __len__(self):
        return len(self.entries)

    def __iter__(self):
        return iter(self.entries)

    def __getitem__(self, key):
        kind, tokens, offset, length, crc = self.entries[key]
        frame = b"NEMB" + bytes([1 << 4 | kind]) + self.digest[:4] + _varint(tokens) + _varint(length) + self._read(offset, length)
        if crc32c(frame) != crc:
            raise FormatError('%s: embedding "%s" is damaged' % (self.path, key))
        return frame + struct.pack("<I", crc)


def _varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def main(arguments):
    command, *rest = arguments or ["help"]
    if command == "decode" and len(rest) == 3:
        with open(rest[1], "rb") as stream:
            np.save(rest[2], Codec(rest[0]).decode(stream.read()))
    elif command == "extract" and len(rest) == 4:
        archive = Archive(rest[1])
        if rest[2] not in archive.entries:
            raise FormatError('%s: has no embedding with the key "%s"' % (rest[1], rest[2]))
        np.save(rest[3], Codec(rest[0]).decode(archive[rest[2]]))
    elif command == "list" and len(rest) == 1:
        for key in Archive(rest[0]):
            print(key)
    else:
        sys.exit(__doc__)


def run(arguments):
    """main as a program: a problem ends it with one sentence."""
    try:
        main(arguments)
    except (FormatError, OSError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    run(sys.argv[1:])
