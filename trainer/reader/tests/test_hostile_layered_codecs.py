"""Files of layered codecs, forged with right digests: they are refused, or what they decode to has the shape that they say and is finite."""

import contextlib
import json
import os
import struct
import tracemalloc
import unittest

import numpy as np

from nec4j_reader import Codec, FormatError

from . import made
from .test_hostile import MUTATIONS
from .test_hostile_layered import VECTORS, LayeredEnduringTest

#: What opening a codec of 19 kB, or one forged from it, and decoding an embedding may take.
_MEMORY = 32 << 20
_TABLES = ["_quantized_cdf", "_cdf_length", "_offset"]
_ENCODER = ["default", "lambda", "pooled.analysis", "quality", "rates", "rounding", "tokens.analysis"]
_INTS = [0, 1, -1, -2, 3, 134, 65535, 1 << 24, 1 << 30, 2**31 - 1, -(2**31)]
_FLOATS = [0.0, -1.0, 1e-45, 1e30, -3.4e38]
_SHAPES = [(), (0,), (1,), (2, 3), (0, 1 << 40), (1 << 40, 0), (0, 0, 0), (1, 1, 1, 1), (4097, 2), (1, 70_000)]


def allowed(name, shape):
    """Whether another shape fits all other tensors too."""
    operating_points = name == "rungs" and len(shape) == 2 and shape[1] == 2 and 0 < shape[0] <= 4096
    return operating_points or name == "centres" and len(shape) == 2 and shape[0] == 134 and shape[1] > 0


class LayeredHostileCodecsTest(LayeredEnduringTest):
    def opens(self, content):
        """Whether a codec opens; where it does, its streams are decoded too."""
        found = []
        if not self.endures(lambda: found.append(Codec(content)), content):
            return False
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8 : 8 + length])
        patches, dim = header["layered.mean"]["shape"]
        tokens = patches + ("layered.class.bias" in header)
        for payload in (self.payloads[1], self.payloads[-1]):
            self.endures(lambda: self.check(found[0], payload, tokens, dim), content)
        return True

    @contextlib.contextmanager
    def in_bounded_memory(self):
        """For absurd sizes alone: following every allocation slows all down fourfold."""
        tracemalloc.start()
        try:
            yield
            self.assertLess(tracemalloc.get_traced_memory()[1], _MEMORY)
        finally:
            tracemalloc.stop()

    def with_(self, name, tensor):
        """The codec with one tensor in place of its own."""
        return made.layered({**self.tensors, name: tensor})

    def changed(self, name, value, at):
        """A tensor with another number at a place of it."""
        tensor = self.tensors[name].copy()
        tensor[at] = value
        return tensor

    def deciding(self):
        """The tensors that decoding depends on."""
        return [name for name in self.tensors if name not in _ENCODER]

    def refuses(self, name, *tensors):
        for tensor in tensors:
            with self.subTest(name=name, tensor=tensor):
                self.assertFalse(self.opens(self.with_(name, tensor)))

    def test_the_codec_that_is_forged_is_that_of_java(self):
        self.assertEqual(self.codec.digest, Codec(os.path.join(VECTORS, "layered.nec")).digest)
        for payload in self.payloads[:2]:
            self.check(self.codec, payload)

    def test_no_tensor_may_be_missing_but_those_of_optional_parts(self):
        found = {name for name in self.tensors if self.opens(made.layered({n: a for n, a in self.tensors.items() if n != name}))}
        self.assertEqual(found, {*_ENCODER, "class.bias", "class.weight", "context.expected", "filter.heads"})

    def test_shapes_that_do_not_fit_are_refused(self):
        for name in self.deciding():
            own = self.tensors[name].shape
            neighbours = [own[:i] + (own[i] + by,) + own[i + 1 :] for i in range(len(own)) for by in (-1, 1)]
            for shape in {*_SHAPES, *neighbours, own[::-1], own + (1,), (1,) + own, own[1:]} - {own}:
                forged = self.with_(name, np.resize(self.tensors[name], shape))
                bounded = self.in_bounded_memory() if max(shape, default=0) > 4096 else contextlib.nullcontext()
                with self.subTest(name=name, shape=shape), bounded:
                    opened = self.opens(forged)
                    # Of tables the sizes count, as they do for a reader of CompressAI's.
                    self.assertTrue(name in _TABLES or opened == allowed(name, shape))

    def test_types_that_do_not_fit_and_numbers_beyond_them_are_refused(self):
        for name in self.deciding():
            tensor = self.tensors[name]
            whole = tensor.dtype == np.int32
            for other in (np.float64, np.uint8) if whole else (np.int32, np.uint8):
                self.opens(self.with_(name, tensor.astype(other)))
            wide = tensor.astype(np.int64 if whole else np.float64)
            wide.flat[-1] = 1 << 40 if whole else 1e300
            self.refuses(name, wide, *([tensor.astype(np.float32)] if whole else []))

    def test_numbers_that_are_not_finite_are_refused(self):
        for name in self.deciding():
            if self.tensors[name].dtype == np.float32:
                for value in (np.nan, np.inf, -np.inf):
                    tensor = self.tensors[name].copy()
                    tensor.flat[self.random.integers(tensor.size)] = value
                    self.refuses(name, tensor)

    def test_absurd_numbers_end_in_an_answer_or_a_sentence(self):
        opened = 0
        for name in self.deciding():
            for value in _INTS if self.tensors[name].dtype == np.int32 else _FLOATS:
                tensor = self.tensors[name].copy()
                tensor.flat[slice(None) if self.random.integers(2) else self.random.integers(tensor.size)] = value
                opened += self.opens(self.with_(name, tensor))
        self.assertGreater(opened, 0)

    def test_steps_and_scales_that_are_not_positive_are_refused(self):
        for name in ("pooled.steps", "pooled.scales", "tokens.steps", "tokens.scales"):
            self.refuses(name, *(np.full_like(self.tensors[name], value) for value in (0, -0.0, -1e-45, -1)))

    def test_operating_points_of_steps_that_are_not_there_are_refused(self):
        pairs = [(2, 0), (0, 2), (-1, 0), (-1, -1), (0, -2), (2**31 - 1, 0), (0, 2**31 - 1), (-(2**31), 0)]
        self.refuses("rungs", *(np.array([[0, -1], pair], np.int32) for pair in pairs))
        self.refuses("rungs", np.zeros((4097, 2), np.int32), np.zeros((0, 2), np.int32))
        without = {name: a for name, a in self.tensors.items() if name != "tokens.steps"}
        self.assertFalse(self.opens(made.layered(without)))
        self.assertTrue(self.opens(made.layered({**without, "rungs": np.array([[0, -1], [1, -1]], np.int32)})))

    def test_orders_that_name_a_frequency_twice_or_none_of_the_grid_are_refused(self):
        order = self.tensors["tokens.order"]
        self.refuses("tokens.order", *(self.changed("tokens.order", value, 2) for value in (order[0], 0, 6, -1, 2**31 - 1)))
        self.assertTrue(self.opens(self.with_("tokens.order", order[::-1].copy())))

    def test_rows_beyond_the_tables_are_refused(self):
        for name in ("pooled.rows", "tokens.rows"):
            self.refuses(name, *(self.changed(name, value, -1) for value in (134, -2, 2**31 - 1, -(2**31))))
        base = "context.base"
        self.refuses(base, *(self.changed(base, value, -1) for value in (70, 134, -1, 2**31 - 1)))
        self.assertTrue(self.opens(self.with_(base, self.changed(base, 69, -1))))

    def test_tables_too_short_for_a_context_are_refused(self):
        short = {name: self.tensors[name][:64] for name in _TABLES + ["centres"]}
        short.update((name, np.zeros_like(self.tensors[name])) for name in ("pooled.rows", "tokens.rows", "context.base"))
        self.assertFalse(self.opens(made.layered({**self.tensors, **short})))
        without = {name: a for name, a in self.tensors.items() if not name.startswith("context.")}
        self.assertTrue(self.opens(made.layered({**without, **short})))

    def test_tables_that_do_not_rise_are_refused(self):
        self.refuses("_cdf_length", *(self.changed("_cdf_length", value, 5) for value in (0, 2, -1, 11, 2**31 - 1)))
        self.refuses("_offset", *(self.changed("_offset", value, 5) for value in ((1 << 30) + 1, -(1 << 30) - 1, -(2**31))))
        for at, values in (((5, 0), (1, -1)), ((5, 1), (0, -1, 65536, 2**31 - 1))):
            self.refuses("_quantized_cdf", *(self.changed("_quantized_cdf", value, at) for value in values))

    def test_weights_that_lead_beyond_float32_are_refused(self):
        for name in ("pooled.synthesis", "pooled.steps", "tokens.synthesis", "tokens.scales", "filter.input.weight", "class.weight"):
            self.refuses(name, np.full_like(self.tensors[name], 3e38))

    def test_headers_that_point_elsewhere_are_refused(self):
        content = made.layered(self.tensors)
        length = struct.unpack("<Q", content[:8])[0]
        end = len(content) - 8 - length
        for name in self.deciding():
            begin, stop = json.loads(content[8 : 8 + length])["layered." + name]["data_offsets"]
            for field, value in [
                ("data_offsets", [begin + end, stop + end]),
                ("data_offsets", [stop, begin]),
                ("data_offsets", [begin + 4, stop + 4]),
                ("data_offsets", [begin, 1 << 62]),
                ("data_offsets", [-4, stop]),
                ("data_offsets", [begin]),
                ("shape", [1 << 40]),
                ("shape", [1 << 31, 1 << 31, 1 << 31]),
                ("shape", [-1]),
                ("shape", "all"),
            ]:
                header = json.loads(content[8 : 8 + length])
                header["layered." + name][field] = value
                text = json.dumps(header).encode()
                self.assertFalse(self.opens(struct.pack("<Q", len(text)) + text + content[8 + length :]))

    def test_codecs_of_fewer_tokens_than_their_grid_decode_none(self):
        for most in (0, 6):
            codec = Codec(made.layered(self.tensors, most))
            with self.assertRaisesRegex(FormatError, "codes at most %d tokens, not 7" % most):
                codec.decode(made.compact(codec.digest, self.payloads[1]))

    def test_several_tensors_forged_at_once_end_in_an_answer_or_a_sentence(self):
        opened = 0
        for _ in range(MUTATIONS):
            forged = dict(self.tensors)
            for name in self.random.choice(self.deciding(), 2):
                tensor = forged[name].copy()
                if self.random.integers(4) == 0:
                    tensor = np.resize(tensor, self.random.integers(1, 9, tensor.ndim))
                values = _INTS if tensor.dtype == np.int32 else _FLOATS
                tensor.flat[self.random.integers(tensor.size)] = values[self.random.integers(len(values))]
                forged[name] = tensor
            opened += self.opens(made.layered(forged))
        self.assertGreater(opened, 0)


if __name__ == "__main__":
    unittest.main()
