"""Codecs, streams and archives for tests, written after docs/codec-format.md: nothing here is the reader's, but for the rows of a hyperprior."""

import hashlib
import json
import os
import struct

import numpy as np

from nec4j_reader import Codec


def crc32c(data):
    """Bit by bit."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def crc16(data):
    """Bit by bit."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc


def varint(value):
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def encode(symbols, rows, cdfs, offsets):
    """The entropy-coded stream of symbols, each under a row of the tables."""
    x, words = 1 << 31, []

    def put(x, frequency, begin, bits):
        if x >= frequency << 63 - bits:
            words.append(x & 0xFFFFFFFF)
            x >>= 32
        return (x // frequency << bits) + x % frequency + begin

    for symbol, row in zip(reversed(symbols), reversed(rows)):
        cdf = cdfs[row]
        escape, entry = len(cdf) - 2, symbol - offsets[row]
        if not 0 <= entry < escape:
            folded = -2 * entry - 1 if entry < 0 else 2 * (entry - escape)
            digits = -(-folded.bit_length() // 4)
            for place in reversed(range(digits)):
                x = put(x, 1, folded >> 4 * place & 15, 4)
            x = put(x, 1, digits, 4)
            entry = escape
        x = put(x, cdf[entry + 1] - cdf[entry], cdf[entry], 16)
    words += [x >> 32, x & 0xFFFFFFFF]
    return struct.pack("<%dI" % len(words), *reversed(words))


def frame(digest, kind, tokens, payload):
    head = b"NEMB" + bytes([16 + kind]) + bytes.fromhex(digest)[:4] + varint(tokens) + varint(len(payload)) + payload
    return head + struct.pack("<I", crc32c(head))


def sealed(head):
    """A compact frame: all before the checksum, and that."""
    return head + struct.pack("<H", crc16(head))


def compact(digest, payload):
    """The compact frame of a layered codec's stream."""
    return sealed(b"\x23" + bytes.fromhex(digest)[:2] + payload)


def archive(digest, batches, scenes=None, places={}):
    """An archive of lists of (key, stream); with ``scenes``, their JSON, of version 3, entries ending in ``places[key]`` or none."""
    head = (b"NEMA\1\0\0\0" if scenes is None else b"NEMA\3\0\0\0") + bytes.fromhex(digest)
    out = head + struct.pack("<I", crc32c(head))
    for batch in batches:
        index = payloads = b""
        if scenes is not None:
            index = varint(len(scenes)) + b"".join(varint(len(scene)) + scene for scene in scenes)
        for key, stream in batch:
            begin = 9
            while stream[begin] > 127:
                begin += 1
            end = begin + 1
            while stream[end] > 127:
                end += 1
            name = key.encode() if isinstance(key, str) else key
            index += varint(len(name)) + name + bytes([stream[4] & 15]) + stream[9 : end + 1] + stream[-4:]
            if scenes is not None:
                index += places.get(key, b"\0")
            payloads += stream[end + 1 : -4]
        head = struct.pack("<4sIIQ", b"SEGM", len(batch), len(index), len(payloads))
        head += struct.pack("<I", crc32c(head))
        out += head + index + payloads + b"DONE" + struct.pack("<I", crc32c(head + index))
    return out


def codec(model, tensors, max_tokens, undigested=()):
    """A codec's file. The decoding digest covers the tensors in their order, but for those named ``undigested``."""
    types = {"float32": "F32", "int32": "I32", "float64": "F64", "int64": "I64", "uint8": "U8"}
    parts = {
        name: ("%s\n%s\n%s\n" % (name, types[str(a.dtype)], ",".join(map(str, a.shape)))).encode() + a.tobytes()
        for name, a in tensors.items()
    }
    covered = b"".join(part for name, part in parts.items() if name not in undigested)
    metadata = {
        "format": "nec4j codec",
        "format_version": "1",
        "model": model,
        "max_tokens": str(max_tokens),
        "settings": json.dumps({"image_size": 32, "name": "ä"}),
        "digest": hashlib.sha256(("nec4j codec, decoding\n%s\n" % model).encode() + covered).hexdigest(),
    }
    strings = "".join("%s\n%d\n%s" % (k, len(metadata[k].encode()), metadata[k]) for k in sorted(metadata))
    content = ("nec4j codec, content\n" + strings).encode() + b"".join(parts[name] for name in sorted(parts))
    metadata["content_digest"] = hashlib.sha256(content).hexdigest()
    header, at = {"__metadata__": metadata}, 0
    for name, a in tensors.items():
        header[name] = {"dtype": types[str(a.dtype)], "shape": list(a.shape), "data_offsets": [at, at + a.nbytes]}
        at += a.nbytes
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"".join(a.tobytes() for a in tensors.values())


_LAYERED = (
    "grid mean class.bias class.weight rungs pooled.steps pooled.scales pooled.synthesis pooled.rows vertical horizontal tokens.order"
    " tokens.steps tokens.scales tokens.synthesis tokens.rows centres _quantized_cdf _cdf_length _offset"
).split()


def layered_tensors():
    """What Java wrote to layered.nec, the encoder's too, without the prefix of all names."""
    with open(os.path.join(os.path.dirname(__file__), "vectors", "layered.nec"), "rb") as file:
        content = file.read()
    begin = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:begin])
    del header["__metadata__"]
    types = {"F32": "<f4", "I32": "<i4"}
    return {
        name[len("layered.") :]: np.frombuffer(content, types[of["dtype"]], int(np.prod(of["shape"])), begin + of["data_offsets"][0])
        .reshape(of["shape"])
        .copy()
        for name, of in header.items()
    }


def layered(tensors, max_tokens=7):
    """The file of a layered codec with these tensors."""
    networks = sorted(name for name in tensors if name.startswith(("context.", "filter.")))
    digested = [name for name in _LAYERED if name in tensors] + networks
    others = [name for name in tensors if name not in digested]
    named = {"layered." + name: tensors[name] for name in digested + others}
    return codec("layered", named, max_tokens, ["layered." + name for name in others])


def tables(random, rows, entries):
    """Random cumulative rows and their offsets."""
    cdfs = []
    for _ in range(rows):
        inner = random.choice(np.arange(1, 65536), random.integers(2, entries), replace=False)
        cdfs.append([0] + sorted(int(i) for i in inner) + [65536])
    return cdfs, [-(len(cdf) // 2) for cdf in cdfs]


def table_tensors(prefix, cdfs, offsets):
    width = max(map(len, cdfs))
    return {
        prefix + "_quantized_cdf": np.array([cdf + [0] * (width - len(cdf)) for cdf in cdfs], np.int32),
        prefix + "_cdf_length": np.array([len(cdf) for cdf in cdfs], np.int32),
        prefix + "_offset": np.array(offsets, np.int32),
    }


class Made:
    """A codec of one model with what its streams are made of: ``content``, ``codec`` and ``stream(random, tokens)``."""

    def __init__(self, model, seed=1):
        random = np.random.default_rng(seed)
        self.model, self.tokens = model, None
        self.content = {"factorised": self._factorized, "transform": self._transform}.get(model, self._hyperprior)(random)
        self.codec = Codec(self.content)

    def stream(self, random, tokens=7):
        """A coded embedding, and its symbols in the order in which they are coded."""
        tokens = self.tokens or tokens
        rows, before = self._rows(random, tokens)
        symbols = [int(s) for s in random.integers(-4, 5, len(rows))]
        for i in range(0, len(symbols), 50):
            symbols[i] = int(random.choice([-(2**31), 2**31 - 1, 1000, -100000, 17]))
        payload = encode(symbols, rows, *self.y)
        if before is not None:
            payload = varint(len(payload)) + payload + before
        return frame(self.codec.digest, self.kind, tokens, payload), np.array(symbols)

    def _factorized(self, random):
        self.kind, self.y = 0, tables(random, 6, 20)
        self.medians = random.standard_normal(6).astype(np.float32)
        self._rows = lambda random, tokens: ([c for c in range(6) for _ in range(tokens)], None)
        tensors = {"bottleneck.medians": self.medians, **table_tensors("bottleneck.", *self.y)}
        tensors["norm.weight"] = np.ones(4, np.float32)
        return codec("factorised", tensors, 300, ["norm.weight"])

    def _transform(self, random):
        side, dim = 3, 4
        self.kind, self.y, self.tokens = 2, tables(random, 5, 20), 10
        rows = random.integers(-3, 5, (dim, 10)).clip(-1)
        coded = [int(r) for r in rows.ravel() if r >= 0]
        self._rows = lambda random, tokens: (coded, None)
        self.tensors = {
            "transform.mean": random.standard_normal(dim).astype(np.float32),
            "transform.axes": np.linalg.qr(random.standard_normal((dim, dim)))[0].astype(np.float32),
            "transform.plane": np.linalg.qr(random.standard_normal((side, side)))[0].astype(np.float32),
            "transform.step": np.array(0.5, np.float32),
            "transform.rounding": np.array(0.4, np.float32),
            "transform.rows": rows.astype(np.int32),
            "transform.centres": (random.random((5, 3)) / 2 - 0.25).astype(np.float32),
            **table_tensors("transform.", *self.y),
        }
        return codec("transform", self.tensors, 10)

    def _hyperprior(self, random):
        width, dim, hidden = 4, 5, 8
        self.kind, self.y, side = 1, tables(random, 9, 40), tables(random, width, 20)
        outputs = 2 * dim if self.model.startswith("mean") else dim
        weights = {}
        for name, shape in {
            "h_s.0.norm1": (width,),
            "h_s.0.norm2": (width,),
            "h_s.0.attn.qkv": (3 * width, width),
            "h_s.0.attn.proj": (width, width),
            "h_s.0.mlp.fc1": (hidden, width),
            "h_s.0.mlp.fc2": (width, hidden),
            "h_s.1": (outputs, width),
        }.items():
            weights[name + ".weight"] = random.standard_normal(shape).astype(np.float32)
            weights[name + ".bias"] = random.standard_normal(shape[:1]).astype(np.float32)
        self.scales = np.array([0.1 * 1.6**i for i in range(9)], np.float32)
        self.side_medians = random.standard_normal(width).astype(np.float32)

        def rows(random, tokens):
            z = random.integers(-3, 4, (width, tokens))
            model = self.codec._model
            x = (z.astype(np.float32) + self.side_medians[:, None])[:, :, None]
            for block in model.blocks:
                x = block(x)
            self.parameters = model.last(x)[:, :, 0]
            found = np.searchsorted(self.scales, self.parameters[:dim]).clip(0, 8)
            z_rows = [c for c in range(width) for _ in range(tokens)]
            return [int(r) for r in found.ravel()], encode([int(s) for s in z.ravel()], z_rows, *side)

        self._rows = rows
        tensors = {
            "entropy_bottleneck.medians": self.side_medians,
            **table_tensors("entropy_bottleneck.", *side),
            "gaussian_conditional.scale_table": self.scales,
            **table_tensors("gaussian_conditional.", *self.y),
            "h_s.heads": np.array(2, np.int32),
            "h_s.layer_norm_eps": np.array(1e-6, np.float32),
            **{name: weights[name] for name in sorted(weights)},
        }
        return codec(self.model, tensors, 300)


MODELS = ["factorised", "hyperprior", "mean-scale hyperprior", "transform"]
