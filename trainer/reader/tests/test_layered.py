"""Layered codecs: what Java wrote and decoded, to the bit, and what is damaged."""

import hashlib
import os
import unittest

import numpy as np

from nec4j_reader import Archive, Codec, FormatError

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
