"""What is decoded: the same from one stream as from many at once."""

import hashlib
import math
import unittest

import numpy as np

from nec4j_reader import Codec, FormatError, exact, rans
from nec4j_reader.lockstep import decode_many
from nec4j_reader.tables import Tables

from . import made


EXP_OF_JAVA = "f7f5261e0fe8d45c59a93558429875d958beb3e5368fa58b2fb7c39c94b41e22"
ERF_OF_JAVA = "4bf6f9962fe4dbe46975b775f3a77a3f7ff42f551982e90338e5573609ff17aa"


def tables_of(cdfs, offsets):
    tensors = made.table_tensors("", cdfs, offsets)
    return Tables(*(tensors[name].astype(np.int64).ravel() for name in Tables.NAMES))


class RansTest(unittest.TestCase):
    def test_decodes_the_examples_of_the_format(self):
        tables = tables_of([[0, 32768, 52429, 65535, 65536]], [-1])
        for symbols, stream in {
            (): "0000008000000000",
            (0, 1): "2ba2845508000000",
            (-1, 0, 1): "2b2209ab10000000",
            (5, -7): "ffff010000800000f6ff1f0b",
            (100000, -100000, 0, 0): "fffff5c1318e05003c0df3ffd5d3306e",
        }.items():
            order = np.zeros(len(symbols), np.int64)
            payload = bytes.fromhex(stream)
            self.assertEqual(rans.decode(payload, order, tables).tolist(), list(symbols))
            many = decode_many([payload] * 30, order, tables)
            self.assertEqual(many.T.tolist(), [list(symbols)] * 30)

    def test_many_streams_give_what_each_gives_alone(self):
        random = np.random.default_rng(3)
        for rows in (7, 200):  # few enough for lists of slots, and too many
            cdfs, offsets = made.tables(random, rows, 30)
            tables = tables_of(cdfs, offsets)
            own = random.integers(0, rows, (60, 40))
            for order in (own, own[:, 0], np.sort(own[:, 0])):
                symbols = random.integers(-12, 13, (60, 40))
                symbols[5, 3], symbols[6, 3], symbols[59, 39] = 2**31 - 1, -(2**31), 10**6
                rows_of = [(order if order.ndim == 1 else order[:, i]).tolist() for i in range(40)]
                payloads = [made.encode(symbols[:, i].tolist(), rows_of[i], cdfs, offsets) for i in range(40)]
                self.assertTrue((decode_many(payloads, order, tables) == symbols).all())
                for i in (3, 39):
                    alone = rans.decode(payloads[i], np.array(rows_of[i]), tables)
                    self.assertEqual(alone.tolist(), symbols[:, i].tolist())

    def test_a_damaged_stream_among_many_ends_as_it_does_alone(self):
        random = np.random.default_rng(4)
        cdfs, offsets = made.tables(random, 3, 9)
        tables, order = tables_of(cdfs, offsets), np.repeat(np.arange(3), 20)
        payloads = [made.encode(random.integers(-9, 9, 60).tolist(), order.tolist(), cdfs, offsets) for _ in range(30)]
        refused = 0
        for _ in range(300):
            bad = list(payloads)
            i = int(random.integers(30))
            damaged = bytearray(bad[i])
            damaged[random.integers(len(damaged))] ^= 1 << int(random.integers(8))
            bad[i] = bytes(damaged[: random.integers(1, 3) * len(damaged) // 2])
            try:
                alone = rans.decode(bad[i], order, tables)
            except FormatError as problem:
                refused += 1
                for own in (order, np.repeat(order[:, None], 30, axis=1)):
                    with self.assertRaisesRegex(FormatError, str(problem)):
                        decode_many(bad, own, tables)
            else:  # a digit of an escape is another: what the frame's checksum is for
                self.assertTrue((decode_many(bad, order, tables)[:, i] == alone).all())
        self.assertGreater(refused, 200)


class ExactTest(unittest.TestCase):
    def test_exp_is_within_a_unit_in_the_last_place(self):
        x = np.concatenate([np.linspace(-745, 709, 20001), np.linspace(-1.2, 1.2, 20001), [0.0, 1e-9, -1e-300]])
        expected = np.array([math.exp(v) for v in x])
        self.assertTrue((np.abs(exact.exp(x) - expected) <= np.spacing(expected)).all())
        self.assertEqual(exact.exp(np.array([-np.inf, np.inf, 710.0, -746.0])).tolist(), [0, np.inf, np.inf, 0])
        self.assertTrue(np.isnan(exact.exp(np.array([np.nan]))[0]))

    def test_exp_and_erf_give_the_bits_of_java(self):
        # SHA-256 of what StrictMath.exp and org.nec4j.codec.entropy.Erf give for these numbers.
        x = np.arange(-40000, 40000) / 1024.0
        self.assertEqual(hashlib.sha256(exact.exp(x).astype("<f8").tobytes()).hexdigest(), EXP_OF_JAVA)
        self.assertEqual(hashlib.sha256(exact.erf(x / 5).astype("<f8").tobytes()).hexdigest(), ERF_OF_JAVA)

    def test_erf_is_the_error_function(self):
        x = np.linspace(-7, 7, 5001)
        self.assertLess(max(abs(exact.erf(x) - np.array([math.erf(v) for v in x]))), 1e-13)


class ModelsTest(unittest.TestCase):
    def test_decodes_what_was_coded_alone_and_together(self):
        for model in made.MODELS:
            with self.subTest(model):
                random, own = np.random.default_rng(5), made.Made(model)
                streams = [own.stream(random, [7, 7, 7, 0, 1][i % 5])[0] for i in range(120)]
                alone = [own.codec.decode(stream) for stream in streams]
                for one, other in zip(alone, own.codec.decode_many(streams)):
                    self.assertEqual(one.dtype, np.float32)
                    self.assertTrue(np.array_equal(one.view(np.int32), other.view(np.int32)))
                self.assertEqual(alone[0].shape, (own.tokens or 7, own.codec.dim))

    def test_a_factorized_value_is_its_symbol_and_the_median(self):
        own = made.Made("factorised")
        stream, symbols = own.stream(np.random.default_rng(6))
        expected = symbols.reshape(6, 7).T.astype(np.float32) + own.medians
        self.assertTrue(np.array_equal(own.codec.decode(stream), expected))

    def test_a_hyperpriors_value_is_its_symbol_and_the_mean(self):
        for model in ("hyperprior", "mean-scale hyperprior"):
            own = made.Made(model)
            stream, symbols = own.stream(np.random.default_rng(7))
            expected = symbols.reshape(5, 7).astype(np.float32)
            if own.parameters.shape[0] == 10:
                expected = expected + own.parameters[5:]
            self.assertTrue(np.array_equal(own.codec.decode(stream), expected.T))

    def test_a_transform_codecs_value_is_near_what_products_of_matrices_give(self):
        own = made.Made("transform")
        stream, symbols = own.stream(np.random.default_rng(8))
        part = {name[10:]: tensor.astype(np.float64) for name, tensor in own.tensors.items()}
        rows = part["rows"].astype(int)
        c = np.zeros(rows.shape)
        c[rows >= 0] = symbols
        places = np.minimum(np.abs(c), 3).astype(int).clip(1) - 1
        c = np.where(c == 0, 0, np.sign(c) * (np.abs(c) + part["centres"][rows, places]) * part["step"])
        grids = c[:, 1:].reshape(-1, 3, 3)
        c[:, 1:] = (part["plane"].T @ grids @ part["plane"]).reshape(len(c), 9)
        expected = part["mean"] + c.T @ part["axes"]
        np.testing.assert_allclose(own.codec.decode(stream), expected, rtol=1e-6, atol=1e-3)

    def test_says_what_the_codec_says_of_itself(self):
        codec = made.Made("factorised").codec
        self.assertEqual((codec.model, codec.dim, codec.max_tokens), ("factorised", 6, 300))
        self.assertEqual(codec.settings["name"], "ä")
        self.assertIn(codec.digest[:8], repr(codec))

    def test_a_stream_of_another_codec_is_refused_by_name(self):
        one, other = made.Made("factorised"), made.Made("factorised", seed=2)
        with self.assertRaisesRegex(FormatError, "another codec"):
            other.codec.decode(one.stream(np.random.default_rng(9))[0])

    def test_what_precedes_a_damaged_stream_is_given_before_it_raises(self):
        own = made.Made("factorised")
        random = np.random.default_rng(10)
        streams = [own.stream(random)[0] for _ in range(50)]
        payload = made.encode([1] * 10, [0] * 10, *own.y)
        streams[40] = made.frame(own.codec.digest, 0, 7, payload)
        given = []
        with self.assertRaises(FormatError):
            for embedding in own.codec.decode_many(streams):
                given.append(embedding)
        self.assertEqual(len(given), 40)

    def test_registered_models_are_found(self):
        from nec4j_reader import MODELS, register
        from nec4j_reader.models.factorized import Factorized

        @register
        class Other(Factorized):
            NAME = "other"
            KINDS = (9,)

        try:
            tensors = {"bottleneck.medians": np.zeros(2, np.float32)}
            tensors.update(made.table_tensors("bottleneck.", [[0, 1, 65536]] * 2, [0, 0]))
            codec = Codec(made.codec("other", tensors, 5))
            payload = made.encode([0, 1], [0, 1], [[0, 1, 65536]] * 2, [0, 0])
            self.assertEqual(codec.decode(made.frame(codec.digest, 9, 1, payload)).tolist(), [[0, 1]])
        finally:
            del MODELS["other"]


if __name__ == "__main__":
    unittest.main()
