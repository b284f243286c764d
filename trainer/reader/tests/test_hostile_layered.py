"""Streams and archives of layered codecs, forged with right checksums: they end in an embedding of the right shape or in FormatError."""

import os
import struct
import tempfile
import tracemalloc
import unittest

import numpy as np

from nec4j_reader import Archive, Codec

from . import made
from .test_hostile import MUTATIONS, EnduringTest, mutate

VECTORS = os.path.join(os.path.dirname(__file__), "vectors")


def beginnings(rungs):
    """Of each of so many operating points the payload that decodes to the first symbol of every row; few are an encoder's."""
    return [struct.pack(">I", rung * (0xFFFFFFFF // rungs)).rstrip(b"\0") for rung in range(rungs)]


class LayeredEnduringTest(EnduringTest):
    """Has no test of its own: a codec of Java's, its tensors, and streams of the pooled layer alone and of both layers."""

    def setUp(self):
        super().setUp()
        self.tensors = made.layered_tensors()
        self.codec = Codec(made.layered(self.tensors))
        with Archive(os.path.join(VECTORS, "layered.nema"), self.codec) as archive:
            payloads = sorted({stream[3:-2] for _, stream in archive.streams()}, key=len)
        #: An encoder's, the shortest and the longest, then the beginning of each operating point's interval.
        self.payloads = [payloads[0], payloads[-1]] + beginnings(4)

    def check(self, codec, payload, tokens=7, dim=8):
        """Decodes both ways, and fails where what comes back is no embedding of this codec."""
        stream = made.compact(codec.digest, payload)
        embedding = codec.decode(stream)
        # Pooled vectors of many are decoded by other loops.
        vectors = [codec.decode_pooled(stream), *codec.decode_pooled_many([stream] * 8)]
        self.assertEqual((embedding.shape, embedding.dtype), ((tokens, dim), np.float32))
        self.assertTrue(np.isfinite(embedding).all())
        self.assertTrue(np.isfinite(vectors[0]).all())
        self.assertEqual({(v.shape, v.dtype.str, v.tobytes()) for v in vectors}, {((dim,), "<f4", vectors[0].tobytes())})


class LayeredHostileStreamsTest(LayeredEnduringTest):
    def test_every_header_but_its_own_is_refused(self):
        good = made.compact(self.codec.digest, self.payloads[1])
        for i in range(3):
            for byte in set(range(256)) - {good[i]}:
                bad = made.sealed(good[:i] + bytes([byte]) + good[i + 1 : -2])
                self.assertFalse(self.endures(lambda: self.codec.decode(bad), bad))
                self.assertFalse(self.endures(lambda: self.codec.decode_pooled(bad), bad))

    def test_every_byte_of_a_payload_changed_ends_in_an_answer_or_a_sentence(self):
        answers = refusals = 0
        for payload in self.payloads:
            for i in range(len(payload)):
                for byte in {0, 255, *(payload[i] ^ 1 << bit for bit in range(8))} - {payload[i]}:
                    bad = payload[:i] + bytes([byte]) + payload[i + 1 :]
                    read = self.endures(lambda: self.check(self.codec, bad), bad)
                    answers, refusals = answers + read, refusals + (not read)
        self.assertGreater(answers, 0)
        self.assertGreater(refusals, 0)

    def test_every_length_of_a_stream_ends_in_an_answer_or_a_sentence(self):
        for payload in self.payloads:
            good = made.compact(self.codec.digest, payload)
            for length in range(len(good)):
                cut = good[:length]
                self.assertFalse(self.endures(lambda: self.codec.decode(cut), cut))
                if length < 3:
                    sealed = made.sealed(cut)
                    self.assertFalse(self.endures(lambda: self.codec.decode(sealed), sealed))
                else:
                    self.endures(lambda: self.check(self.codec, cut[3:]), cut)

    def test_a_zero_behind_a_stream_is_refused_for_no_encoder_writes_it(self):
        for payload in self.payloads:
            for more in (1, 5, 100_000):
                bad = made.compact(self.codec.digest, payload + bytes(more))
                self.assertFalse(self.endures(lambda: self.codec.decode(bad), bad))

    def test_random_payloads_of_every_operating_point_end_in_an_answer_or_a_sentence(self):
        alone = dict(self.tensors, rungs=np.array([[0, -1], [1, -1]], np.int32))
        for codec in (self.codec, Codec(made.layered(alone))):
            pooled = 0
            for _ in range(2 * MUTATIONS):
                payload = self.random.bytes(int(self.random.integers(40)))
                self.endures(lambda: self.check(codec, payload), payload)
                pooled += self.endures(lambda: self.assertTrue(np.isfinite(codec.pooled(payload)).all()), payload)
            self.assertGreater(pooled, 0)

    def test_a_few_bytes_that_stand_for_many_symbols_are_read_at_once(self):
        side = 120
        patches = side * side
        plain = {name: a for name, a in self.tensors.items() if not name.startswith(("context.", "filter."))}
        plain["grid"] = np.array([side, side], np.int32)
        plain["mean"] = np.zeros((patches, 8), np.float32)
        plain["vertical"] = plain["horizontal"] = np.eye(side, dtype=np.float32)
        plain["tokens.order"] = np.arange(1, patches, dtype=np.int32)
        plain["tokens.scales"] = np.ones((patches - 1, 8), np.float32)
        plain["tokens.rows"] = np.zeros((2, patches - 1, 8), np.int32)
        # A first symbol of 16 bits, all of them zeros, which streams leave out.
        plain["_quantized_cdf"] = np.repeat(np.array([[0, 1, 2, 65536]], np.int32), 134, 0)
        plain["_cdf_length"], plain["_offset"] = np.full(134, 4, np.int32), np.zeros(134, np.int32)
        codec = Codec(made.layered(plain, patches + 1))
        for payload in self.payloads[2:]:
            self.assertTrue(self.endures(lambda: self.check(codec, payload, patches + 1), payload))

    def test_pooled_vectors_of_many_steps_take_bounded_memory(self):
        steps = 160
        many = {name: a for name, a in self.tensors.items() if not name.startswith(("context.", "filter.", "tokens."))}
        many["pooled.steps"] = np.ones(steps, np.float32)
        many["pooled.rows"] = np.arange(steps * 8, dtype=np.int32).reshape(steps, 8)
        many["rungs"] = np.array([[step, -1] for step in range(steps)], np.int32)
        for name in ("_quantized_cdf", "_cdf_length", "_offset", "centres"):
            many[name] = np.resize(self.tensors[name], (steps * 8,) + self.tensors[name].shape[1:])
        codec = Codec(made.layered(many))
        payloads = beginnings(steps)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        vectors = codec.pooled_many(payloads)
        self.assertLess(tracemalloc.get_traced_memory()[1], 160 << 20)
        for payload, vector in zip(payloads, vectors):
            self.assertEqual(vector.tobytes(), codec.pooled(payload).tobytes())

    def test_forged_indexes_of_its_archives_end_in_an_answer_or_a_sentence(self):
        with open(os.path.join(VECTORS, "layered.nema"), "rb") as file:
            content = file.read()
        size = struct.unpack("<I", content[56:60])[0]
        index, end = content[72 : 72 + size], content.rindex(b"DONE")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.nema")
            for _ in range(MUTATIONS):
                bad = mutate(index, self.random)
                head = content[48:56] + struct.pack("<I", len(bad)) + content[60:68]
                head += struct.pack("<I", made.crc32c(head))
                forged = content[:48] + head + bad + content[72 + size : end + 4] + struct.pack("<I", made.crc32c(head + bad))
                with open(path, "wb") as file:
                    file.write(forged)
                for read in (list, lambda archive: list(archive.all_pooled())):

                    def opened():
                        with Archive(path, self.codec) as archive:
                            read(archive)

                    self.endures(opened, forged)


if __name__ == "__main__":
    unittest.main()
