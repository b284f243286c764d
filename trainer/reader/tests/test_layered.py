"""Layered codecs: what Java wrote and decoded, to the bit, and what is damaged."""

import hashlib
import os
import tempfile
import unittest

import numpy as np

from nec4j_reader import Archive, Codec, FormatError
from nec4j_reader.__main__ import main

_VECTORS = os.path.join(os.path.dirname(__file__), "vectors")
#: SHA-256 of the embeddings and pooled vectors of the archive in turns, little-endian float32, as the Java decoder gives them.
_VALUES = "c8d9b5bb02c1910b97b72275748573a21a052f76e96d70af95a5d3df7ba1d3cf"


class LayeredTest(unittest.TestCase):
    """A codec with a context model and a post-filter, and twelve embeddings at two operating points."""

    def setUp(self) -> None:
        self.codec = Codec(os.path.join(_VECTORS, "layered.nec"))
        self.archive = Archive(os.path.join(_VECTORS, "layered.nema"), self.codec)
        self.addCleanup(self.archive.close)

    def test_decodes_to_the_bits_of_java(self) -> None:
        values = hashlib.sha256()
        for key, embedding in self.archive:
            values.update(embedding.astype("<f4").tobytes())
            values.update(self.archive.pooled(key).astype("<f4").tobytes())
        self.assertEqual(values.hexdigest(), _VALUES)

    def test_the_pooled_vector_is_the_mean_of_the_patch_tokens(self) -> None:
        for key, embedding in self.archive:
            np.testing.assert_allclose(embedding[1:].mean(axis=0), self.archive.pooled(key), atol=1e-5)

    def test_a_stream_has_a_frame_of_five_bytes_and_decodes_alike(self) -> None:
        for key, stream in self.archive.streams():
            self.assertEqual(stream[0], 0x23)
            np.testing.assert_array_equal(self.codec.decode(stream), self.archive[key])
            np.testing.assert_array_equal(self.codec.decode_pooled(stream), self.archive.pooled(key))

    def test_pooled_vectors_of_many_streams_are_those_of_each(self) -> None:
        # Several times over, so that they are decoded together.
        streams = [stream for _, stream in self.archive.streams()] * 3
        for stream, vector in zip(streams, self.codec.decode_pooled_many(streams)):
            self.assertEqual(vector.tobytes(), self.codec.decode_pooled(stream).tobytes())
        pooled = dict(self.archive.all_pooled())
        self.assertEqual(list(pooled), list(self.archive.keys()))
        for key, vector in pooled.items():
            self.assertEqual(vector.tobytes(), self.archive.pooled(key).tobytes())

    def test_many_beginnings_that_are_no_encoders_give_what_each_gives(self) -> None:
        random = np.random.default_rng(0)
        payloads = [random.bytes(int(length)) for length in random.integers(0, 24, 400)]
        kept, refused = [], 0
        for payload in payloads:
            try:
                vector = self.codec.pooled(payload)
            except FormatError:
                with self.assertRaises(FormatError):
                    self.codec.pooled_many([payload] * 8)
                refused += 1
            else:
                kept.append((payload, vector))
        self.assertGreater(refused, 0)
        self.assertGreater(len(kept), 100)
        for (_, vector), together in zip(kept, self.codec.pooled_many([payload for payload, _ in kept])):
            self.assertEqual(vector.tobytes(), together.tobytes())

    def test_decodes_a_pooled_vector_from_a_file_and_names_one_that_is_damaged(self) -> None:
        key, stream = next(iter(self.archive.streams()))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "one.nemb")
            with open(path, "wb") as file:
                file.write(stream)
            np.testing.assert_array_equal(self.codec.decode_pooled(path), self.archive.pooled(key))
            with open(path, "wb") as file:
                file.write(stream[:-1])
            with self.assertRaisesRegex(FormatError, "one.nemb: a damaged"):
                self.codec.decode_pooled(path)

    def test_the_command_line_writes_pooled_vectors(self) -> None:
        codec, archive = (os.path.join(_VECTORS, "layered" + ending) for ending in (".nec", ".nema"))
        key, stream = next(iter(self.archive.streams()))
        with tempfile.TemporaryDirectory() as folder:
            out, one = os.path.join(folder, "out.npy"), os.path.join(folder, "one.nemb")
            with open(one, "wb") as file:
                file.write(stream)
            self.assertEqual(main([codec, archive, "--pooled", "-o", out]), 0)
            np.testing.assert_array_equal(np.load(out), [vector for _, vector in self.archive.all_pooled()])
            for arguments in ([archive, "-k", key], [one]):
                self.assertEqual(main([codec, *arguments, "--pooled", "-o", out]), 0)
                np.testing.assert_array_equal(np.load(out), self.archive.pooled(key))

    def test_refuses_damaged_streams(self) -> None:
        stream = next(iter(self.archive.streams()))[1]
        for i in range(len(stream)):
            bad = bytearray(stream)
            bad[i] ^= 64
            with self.assertRaises(FormatError):
                self.codec.decode(bytes(bad))
        with self.assertRaises(FormatError):
            self.codec.decode(stream[:-1])


if __name__ == "__main__":
    unittest.main()
