"""Damaged and hostile files end in FormatError or in an answer. MUTATIONS=20000 in the environment tries more of them."""

import hashlib
import json
import os
import struct
import tempfile
import time
import unittest

import numpy as np

from nec4j_reader import Archive, Codec, FormatError

from . import made

MUTATIONS = int(os.environ.get("MUTATIONS", "150"))
SECONDS = 2.0


def mutate(good, random):
    """Damage as files suffer it: flipped bits, lost ends, exchanged and overwritten stretches."""
    kind = random.integers(6)
    if kind == 0 or not good:
        return random.bytes(int(random.integers(2 * len(good) + 16)))
    bad = bytearray(good)
    at = int(random.integers(len(good)))
    length = 1 + int(random.integers(len(good) - at))
    if kind == 1:
        return good[:at]
    if kind == 2:
        return good + bytes(1 + int(random.integers(16)))
    if kind == 3:
        begin = int(random.integers(len(good) - length + 1))
        bad[at : at + length] = good[begin : begin + length]
    elif kind == 4:
        bad[at : at + length] = random.bytes(length)
    else:
        for _ in range(1 + int(random.integers(3))):
            bad[random.integers(len(bad))] ^= 1 << int(random.integers(8))
    return bytes(bad)


def forged(content, random):
    """A codec with damaged numbers, strings or shapes and digests that are right for them."""
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    data = bytearray(content[8 + length :])
    metadata = header.pop("__metadata__")
    names = list(header)
    for _ in range(1 + int(random.integers(3))):
        name = names[random.integers(len(names))]
        begin, end = header[name]["data_offsets"]
        kind = random.integers(4)
        if kind == 0 and end > begin:
            data[int(random.integers(begin, end))] ^= 1 << int(random.integers(8))
        elif kind == 1 and end - begin >= 4:
            at = int(random.integers((end - begin) // 4)) * 4 + begin
            number = [0, -1, 1, 2**31 - 1, -(2**31), 0x7F800000, 0x7FC00000, 0x7F7FFFFF, 0x00000001, 65536][random.integers(10)]
            data[at : at + 4] = struct.pack("<I", number & 0xFFFFFFFF)
        elif kind == 2 and header[name]["dtype"] in ("F32", "I32"):
            header[name]["dtype"] = ["F32", "I32"][random.integers(2)]
        elif kind == 3:
            metadata["max_tokens"] = ["0", "1", "131072", "131073", "x", "-1", "٣"][random.integers(7)]
    covered = (name for name in names if name != "norm.weight")

    def part(name):
        entry = header[name]
        begin, end = entry["data_offsets"]
        return ("%s\n%s\n%s\n" % (name, entry["dtype"], ",".join(map(str, entry["shape"])))).encode() + data[begin:end]

    start = ("nec4j codec, decoding\n%s\n" % metadata["model"]).encode()
    metadata["digest"] = hashlib.sha256(start + b"".join(map(part, covered))).hexdigest()
    del metadata["content_digest"]
    strings = "".join("%s\n%d\n%s" % (k, len(metadata[k].encode()), metadata[k]) for k in sorted(metadata))
    whole = ("nec4j codec, content\n" + strings).encode() + b"".join(map(part, sorted(names)))
    metadata["content_digest"] = hashlib.sha256(whole).hexdigest()
    text = json.dumps({"__metadata__": metadata, **header}).encode()
    return struct.pack("<Q", len(text)) + text + data


class EnduringTest(unittest.TestCase):
    """Has no test of its own: what those of damaged files share."""

    def setUp(self):
        self.random = np.random.default_rng(int(os.environ.get("SEED", "1")))

    def endures(self, read, what):
        """Whether it read; every other end than FormatError fails, and so does a long one."""
        begin = time.process_time()
        try:
            read()
            return True
        except FormatError as problem:
            self.assertNotIn("\n", str(problem))
            return False
        except BaseException:
            with tempfile.NamedTemporaryFile(delete=False, suffix=".hostile") as file:
                file.write(what)
            print("the file that did it:", file.name)
            raise
        finally:
            self.assertLess(time.process_time() - begin, SECONDS)


class HostileTest(EnduringTest):
    def test_damaged_streams_are_noticed(self):
        for model in made.MODELS:
            own = made.Made(model)
            for _ in range(MUTATIONS):
                good = own.stream(self.random, 3)[0]
                bad = mutate(good, self.random)
                self.assertFalse(bad != good and self.endures(lambda: own.codec.decode(bad), bad))

    def test_damaged_payloads_with_right_checksums_end_in_an_answer_or_a_sentence(self):
        for model in made.MODELS:
            own = made.Made(model)
            for _ in range(MUTATIONS):
                stream = own.stream(self.random, 3)[0]
                payload = mutate(stream[11:-4], self.random)
                tokens = own.tokens or int(self.random.choice([3, 3, 3, 0, 250]))
                bad = made.frame(own.codec.digest, own.kind, tokens, payload)
                self.endures(lambda: self.assertTrue(np.isfinite(own.codec.decode(bad)).all()), bad)

    def test_damaged_payloads_among_many_end_as_they_do_alone(self):
        for model in made.MODELS:
            own = made.Made(model)
            good = [own.stream(self.random, 3)[0] for _ in range(30)]
            for _ in range(MUTATIONS // 10):
                streams = list(good)
                payload = mutate(streams[7][11:-4], self.random)
                streams[7] = made.frame(own.codec.digest, own.kind, own.tokens or 3, payload)
                alone = self.endures(lambda: own.codec.decode(streams[7]), streams[7])
                self.assertEqual(self.endures(lambda: list(own.codec.decode_many(streams)), streams[7]), alone)

    def test_damaged_codecs_are_noticed(self):
        for model in made.MODELS:
            own = made.Made(model)
            stream = own.stream(self.random, 3)[0]
            expected = own.codec.decode(stream)
            for _ in range(MUTATIONS):
                bad = mutate(own.content, self.random)
                if self.endures(lambda: Codec(bad), bad):  # where just the header's own layout differs
                    self.assertTrue(np.array_equal(Codec(bad).decode(stream), expected))

    def test_forged_codecs_decode_to_finite_numbers_or_end_in_a_sentence(self):
        for model in made.MODELS:
            own = made.Made(model)
            stream = own.stream(self.random, 3)[0]
            opened = 0
            for _ in range(MUTATIONS):
                bad = forged(own.content, self.random)

                def read():
                    codec = Codec(bad)
                    own_stream = made.frame(codec.digest, own.kind, own.tokens or 3, stream[11:-4])
                    self.assertTrue(np.isfinite(codec.decode(own_stream)).all())

                opened += self.endures(read, bad)
            self.assertGreater(opened, 0)

    def test_damaged_archives_end_in_an_answer_or_a_sentence(self):
        own = made.Made("factorised")
        streams = [("key %d" % i, own.stream(self.random, 3)[0]) for i in range(9)]
        content = made.archive(own.codec.digest, [streams[:4], streams[4:]])
        expected = dict(streams)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.nema")
            for _ in range(MUTATIONS):
                bad = mutate(content, self.random)
                with open(path, "wb") as file:
                    file.write(bad)

                def read():
                    with Archive(path, own.codec) as archive:
                        found = {key: archive.stream(key) for key in archive.keys()}
                        list(archive)
                    # A batch counts entirely or not at all.
                    self.assertEqual(found, {key: expected[key] for key in found})

                self.endures(read, bad)

    def test_forged_indexes_end_in_an_answer_or_a_sentence(self):
        own = made.Made("factorised")
        stream = own.stream(self.random, 3)[0]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.nema")
            for _ in range(MUTATIONS):
                streams = [(self.random.bytes(int(self.random.integers(1, 5))), stream) for i in range(3)]
                content = made.archive(own.codec.digest, [streams])
                index = content[68 : content.index(b"DONE") - 3 * (len(stream) - 15)]
                index = mutate(index, self.random)
                count = [3, 3, 3, 0, 1, 2**31, 2**32 - 1][self.random.integers(7)]
                size = [3 * (len(stream) - 15), 2**62, 2**64 - 1, 5][self.random.integers(4)]
                head = struct.pack("<4sIIQ", b"SEGM", count, len(index), size)
                head += struct.pack("<I", made.crc32c(head))
                done = b"DONE" + struct.pack("<I", made.crc32c(head + index))
                bad = content[:44] + head + index + (stream[11:-4] * 3)[: min(size, 1 << 20)] + done
                with open(path, "wb") as file:
                    file.write(bad)

                def read():
                    with Archive(path, own.codec) as archive:
                        list(archive)

                self.endures(read, bad)

    def test_headers_that_ask_for_much_are_refused_at_once(self):
        def file(header, data=b""):
            return struct.pack("<Q", len(header)) + header + data

        for header in [
            b"[" * 100_000,
            b'{"a":' * 50_000,
            b"[" * 66 + b"]" * 66,
            b'{"a":1,"a":2}',
            b'{"__metadata__":{"a":1}}',
            b'{"a":{"dtype":"F32","shape":[%s],"data_offsets":[0,4]}}' % (b"9" * 5000),
            b'{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}',
            b'{"a":{"dtype":"F32","shape":[true],"data_offsets":[0,4]}}',
            b'{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}',
            b'{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}',
            b'{"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}',
            b'{"\\ud800":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}',
            b'{"a":1e999}',
            b"{\xff}",
            b"17",
        ]:
            self.assertFalse(self.endures(lambda: Codec(file(header, bytes(4))), header))
        for content in [b"", b"\0" * 7, b"\xff" * 8, struct.pack("<Q", 1 << 40) + b"{}"]:
            self.assertFalse(self.endures(lambda: Codec(content), content))


if __name__ == "__main__":
    unittest.main()
