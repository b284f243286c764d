"""Archives and the command line."""

import contextlib
import io
import os
import pickle
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from nec4j_reader import Archive, FormatError, frame
from nec4j_reader.__main__ import main
from nec4j_reader.crc32c import crc32c, crc32c_many

from . import made


class Crc32cTest(unittest.TestCase):
    def test_gives_the_check_value(self):
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)

    def test_long_arrays_and_many_side_by_side_have_the_same_checksums(self):
        random = np.random.default_rng(1)
        arrays = [random.bytes(n) for n in [0, 1, 3, 4, 5] + list(range(90, 130)) + [8191, 8192, 20001]]
        expected = [made.crc32c(array) for array in arrays]
        self.assertEqual([crc32c(array) for array in arrays], expected)
        self.assertEqual(crc32c_many(arrays), expected)


class FolderTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.own = made.Made("factorised")
        random = np.random.default_rng(2)
        self.streams = {"täg/%d" % i: self.own.stream(random)[0] for i in range(60)}
        self.content = made.archive(self.own.codec.digest, [list(self.streams.items())[:1], [], list(self.streams.items())[1:]])
        self.codec_file = self.file("codec.nec", self.own.content)

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path


class ArchiveTest(FolderTest):
    def test_gives_keys_with_embeddings_in_order(self):
        with Archive(self.file("a.nema", self.content), self.codec_file) as archive:
            pairs = list(archive)
            self.assertEqual([key for key, _ in pairs], list(self.streams))
            self.assertEqual(list(archive.keys()), list(self.streams))
            for key, embedding in pairs:
                self.assertTrue(np.array_equal(embedding, self.own.codec.decode(self.streams[key])))
            self.assertEqual(len(archive), 60)

    def test_finds_an_embedding_and_a_stream_by_key(self):
        with Archive(self.file("a.nema", self.content), self.own.codec) as archive:
            self.assertTrue(np.array_equal(archive["täg/7"], self.own.codec.decode(self.streams["täg/7"])))
            self.assertEqual(archive.stream("täg/7"), self.streams["täg/7"])
            self.assertIn("täg/7", archive)
            self.assertNotIn("7", archive)
            with self.assertRaises(KeyError):
                archive["7"]

    def test_is_read_by_threads_and_by_processes_that_it_was_sent_to(self):
        with Archive(self.file("a.nema", self.content), self.own.codec) as archive:
            keys = list(archive.keys()) * 5
            with ThreadPoolExecutor(4) as pool:
                for key, stream in zip(keys, pool.map(archive.stream, keys)):
                    self.assertEqual(stream, self.streams[key])
            with pickle.loads(pickle.dumps(archive)) as other:
                self.assertTrue(np.array_equal(other["täg/7"], archive["täg/7"]))

    @unittest.skipUnless(hasattr(os, "fork"), "processes that share an open file come of a fork")
    def test_is_read_by_processes_that_share_it(self):
        with Archive(self.file("a.nema", self.content), self.own.codec) as archive:
            children = []
            for _ in range(3):
                child = os.fork()
                if child == 0:
                    try:
                        os._exit(all(archive.stream(key) == self.streams[key] for key in list(self.streams) * 20) - 1)
                    finally:
                        os._exit(2)
                children.append(child)
            self.assertEqual([os.waitpid(child, 0)[1] for child in children], [0, 0, 0])

    def test_an_embedding_that_is_kept_keeps_no_other(self):
        with Archive(self.file("a.nema", self.content), self.own.codec) as archive:
            for _, embedding in archive:
                self.assertIsNone(embedding.base)

    def test_gives_streams_without_a_codec(self):
        with Archive(self.file("a.nema", self.content)) as archive:
            self.assertEqual(dict(archive.streams()), self.streams)
            with self.assertRaisesRegex(ValueError, "CODEC"):
                archive["täg/7"]

    def test_leaves_the_rest_of_an_interrupted_append_aside(self):
        unfinished = made.archive(self.own.codec.digest, [list(self.streams.items())])[44:-1]
        for rest in (unfinished, bytes(24), bytes(3)):
            with Archive(self.file("a.nema", self.content + rest)) as archive:
                self.assertEqual(len(archive), 60)
                self.assertEqual(archive.unfinished_bytes, len(rest))

    def test_refuses_another_codec_and_a_key_that_stands_twice(self):
        with self.assertRaisesRegex(FormatError, "of the codec with digest"):
            Archive(self.file("a.nema", self.content), made.Made("factorised", seed=3).codec)
        with self.assertRaisesRegex(FormatError, "stands twice"):
            Archive(self.file("a.nema", self.content + self.content[44:]))

    def test_names_the_embedding_that_is_damaged(self):
        damaged = bytearray(self.content)
        with Archive(self.file("a.nema", self.content)) as archive:
            damaged[archive._entries["täg/7"].offset + 5] ^= 4
        with Archive(self.file("a.nema", bytes(damaged)), self.codec_file) as archive:
            for read in (lambda: archive["täg/7"], lambda: list(archive)):
                with self.assertRaisesRegex(FormatError, 'a.nema: embedding "täg/7": its checksum is wrong'):
                    read()
            self.assertEqual(archive["täg/8"].shape, (7, 6))

    def test_names_the_embedding_whose_stream_is_wrong_and_gives_what_precedes_it(self):
        payload = made.encode([1] * 10, [0] * 10, *self.own.y)
        self.streams["täg/7"] = made.frame(self.own.codec.digest, 0, 7, payload)
        content = made.archive(self.own.codec.digest, [list(self.streams.items())])
        damaged = bytearray(content)
        with Archive(self.file("a.nema", content)) as archive:
            damaged[archive._entries["täg/30"].offset + 5] ^= 4
        whole = made.archive(self.own.codec.digest, [[item for item in self.streams.items() if item[0] != "täg/7"]])
        for bad, key, count in ((content, "täg/7", 7), (bytes(damaged), "täg/7", 7), (None, "täg/30", 29)):
            if bad is None:
                with Archive(self.file("b.nema", whole)) as archive:
                    offset = archive._entries["täg/30"].offset + 5
                bad = whole[:offset] + bytes([whole[offset] ^ 4]) + whole[offset + 1 :]
            given = []
            with Archive(self.file("b.nema", bad), self.own.codec) as archive:
                with self.assertRaisesRegex(FormatError, 'b.nema: embedding "%s": ' % key):
                    for name, _ in archive:
                        given.append(name)
            self.assertEqual(len(given), count)


class PlacesTest(FolderTest):
    SCENE = b'{"source":"a.tif","crs":"EPSG:4326","transform":[2,0,10,0,-2,50],"later":[1]}'

    def made(self, scene, place):
        return self.file("p.nema", made.archive(self.own.codec.digest, [list(self.streams.items())[:9]], [scene], {"täg/7": place}))

    def test_gives_places_and_embeddings(self):
        place = bytes([1, 3, 4, 5, 6, 1]) + np.array([1.5, 2, 3, 4]).tobytes()
        with Archive(self.made(self.SCENE, place), self.own.codec) as archive:
            [(key, found)] = archive.places()
            self.assertEqual((key, found.bounds, found.window), ("täg/7", (1.5, 2, 3, 4), (3, 4, 5, 6)))
            self.assertEqual((found.scene.source, found.scene.time, found.transform), ("a.tif", None, (2, 0, 16, 0, -2, 42)))
            self.assertIsNone(archive.place("täg/8"))
            self.assertTrue(np.array_equal(archive["täg/7"], self.own.codec.decode(self.streams["täg/7"])))
            with pickle.loads(pickle.dumps(archive)) as other:
                self.assertEqual(other.place("täg/7"), found)

    def test_refuses_places_that_are_none(self):
        bounds = np.array([1.5, 5, 3, 4]).tobytes()
        bad = [bytes([2]), bytes([1, 3, 4, 0, 6, 0]), bytes([1, 3, 4, 5, 6, 2]), bytes([1, 3, 4, 5, 6, 1]) + bounds]
        for place in bad:
            with self.assertRaisesRegex(FormatError, "p.nema: is damaged"):
                Archive(self.made(self.SCENE, place))
        for scene in (b"[]", b'{"crs":"EPSG:4326"}', b'{"source":"a","transform":[1]}', b"\xff", b'{"source":1}'):
            with self.assertRaisesRegex(FormatError, "p.nema: is damaged"):
                Archive(self.made(scene, bytes([1, 3, 4, 5, 6, 0])))


class CommandLineTest(FolderTest):
    def run_main(self, *arguments):
        out, error = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            status = main(list(arguments))
        return status, out.getvalue(), error.getvalue()

    def test_decodes_a_stream_an_entry_and_an_archive(self):
        stream = self.file("image.nemb", self.streams["täg/7"])
        archive = self.file("many.nema", self.content)
        out = os.path.join(self.folder, "out.npy")
        for arguments in ([stream], [archive, "-k", "täg/7"]):
            self.assertEqual(self.run_main(self.codec_file, *arguments, "-o", out), (0, "", ""))
            self.assertTrue(np.array_equal(np.load(out), self.own.codec.decode(self.streams["täg/7"])))
        status, listed, _ = self.run_main(self.codec_file, archive, "-o", out, "--list")
        self.assertEqual((status, listed.split()), (0, list(self.streams)))
        together = np.load(out)
        self.assertEqual(together.shape, (60, 7, 6))
        self.assertTrue(np.array_equal(together[7], self.own.codec.decode(self.streams["täg/7"])))

    def test_bad_input_ends_in_one_sentence_and_leaves_nothing(self):
        broken = self.file("image.nemb", self.streams["täg/7"][:-1])
        archive = self.file("many.nema", self.content)
        out = os.path.join(self.folder, "out.npy")
        for arguments in ([broken], [archive, "-k", "none"], ["nowhere.nemb"], [broken, "--list"]):
            status, said, problem = self.run_main(self.codec_file, *arguments, "-o", out)
            self.assertEqual((status, said, problem.count("\n")), (1, "", 1))
        self.assertEqual(sorted(os.listdir(self.folder)), ["codec.nec", "image.nemb", "many.nema"])


class FrameTest(unittest.TestCase):
    def test_frames_what_another_program_coded(self):
        digest, y, z = bytes(range(32)), b"12345678", b"abcdefgh"
        self.assertEqual(frame(digest, 300, y), made.frame(digest.hex(), 0, 300, y))
        self.assertEqual(frame(digest, 3, y, z), made.frame(digest.hex(), 1, 3, b"\x08" + y + z))


if __name__ == "__main__":
    unittest.main()
