"""The command line: ``python -m nec4j_reader CODEC FILE -o OUT.npy``."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from typing import Any, BinaryIO, Iterator, List, Optional, Tuple

import numpy as np

from . import Archive, Codec, FormatError, __version__
from .model import Floats


def main(arguments: Optional[List[str]] = None) -> int:
    """Runs the command line; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="nec4j_reader",
        description="Decodes coded embeddings: a .nemb file to float32 [tokens, dim], an archive to [entries, tokens, dim].",
    )
    parser.add_argument("codec", metavar="CODEC", help="the codec, .nec")
    parser.add_argument("file", metavar="FILE", help="a coded embedding, .nemb, or an archive, .nema")
    parser.add_argument("-o", "--out", metavar="OUT.npy", help="where to write the array")
    parser.add_argument("-k", "--key", help="of an archive only the embedding with this key, [tokens, dim]")
    parser.add_argument("-p", "--pooled", action="store_true", help="the mean of the patch tokens, [dim], with which a layered codec's streams begin; no more is decoded")
    parser.add_argument("-l", "--list", action="store_true", help="print an archive's keys, one a line, in the order of the array's rows")
    parser.add_argument("--version", action="version", version=__version__)
    options = parser.parse_args(arguments)
    if not options.out and not options.list:
        parser.error("say where to write the array: -o OUT.npy")
    try:
        _run(Codec(options.codec), options.file, options.out, options.key, options.list, options.pooled)
        sys.stdout.flush()
    except (FormatError, OSError) as problem:
        sys.stderr.write("%s\n" % problem)
        return 1
    return 0


def _run(codec: Codec, file: str, out: Optional[str], key: Optional[str], names: bool, pooled: bool) -> None:
    with open(file, "rb") as begin:
        single = begin.read(4) != b"NEMA"
    if single:
        if key is not None or names:
            raise FormatError("%s: is no archive, which keys are asked of" % file)
        if out:
            _save(out, codec.decode_pooled(file) if pooled else codec.decode(file))
        return
    with Archive(file, codec) as archive:
        if key is not None and key not in archive:
            raise FormatError('%s: has no embedding with the key "%s"' % (file, key))
        if out:
            if key is not None:
                _save(out, archive.pooled(key) if pooled else archive[key])
            else:
                _save_all(out, archive, archive.all_pooled() if pooled else iter(archive))
        if names:
            for name in archive.keys():
                print(name if name.isprintable() else name.encode("unicode_escape").decode("ascii"))


def _save(out: str, array: "np.ndarray[Any, Any]") -> None:
    with _replacing(out) as file:
        np.save(file, array)


def _save_all(out: str, archive: Archive, embeddings: Iterator[Tuple[str, Floats]]) -> None:
    """Row by row, so that memory holds a part of the archive at a time."""
    with _replacing(out) as file:
        shape = None
        for _, embedding in embeddings:
            if shape is None:
                shape = embedding.shape
                np.lib.format.write_array_header_1_0(
                    file, {"descr": "<f4", "fortran_order": False, "shape": (len(archive),) + shape}
                )
            if embedding.shape != shape:
                raise FormatError(
                    "%s: embeddings of %d and of %d tokens make no one array; take them by key, -k"
                    % (archive.path, shape[0], len(embedding))
                )
            file.write(embedding.astype("<f4").tobytes())
        if shape is None:
            np.save(file, np.zeros((0, 0, 0), np.float32))


@contextlib.contextmanager
def _replacing(out: str) -> Iterator[BinaryIO]:
    """A file beside the one named, which it becomes when all of it has been written."""
    folder, name = os.path.split(os.path.abspath(out))
    handle, temporary = tempfile.mkstemp(prefix="." + name[:40] + ".", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, out)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


if __name__ == "__main__":
    sys.exit(main())
