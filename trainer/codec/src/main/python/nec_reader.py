"""The earlier name of the reader: the package nec4j_reader (trainer/reader) has taken its place and says more.

    python nec_reader.py decode codec.nec image.nemb image.npy
    python nec_reader.py extract codec.nec many.nema "some key" image.npy
    python nec_reader.py list many.nema

Here an archive gives keys and ``.nemb`` files, as it always did under this name.
"""

import os
import sys
from pathlib import Path

import numpy as np

try:
    import nec4j_reader
except ImportError:  # not installed: it lies in the same checkout
    sys.path.insert(0, str(Path(os.path.realpath(__file__)).parents[4] / "reader"))
    import nec4j_reader
from nec4j_reader import Codec, FormatError, frame  # noqa: F401
from nec4j_reader.safetensors import SafeTensors  # noqa: F401


class Archive(nec4j_reader.Archive):
    """Coded embeddings by key; archive[key] is the content of a .nemb file."""

    def __iter__(self):
        return iter(self.keys())

    def __getitem__(self, key):
        return self.stream(key)


def main(arguments):
    command, *rest = arguments or ["help"]
    if command == "decode" and len(rest) == 3:
        np.save(rest[2], Codec(rest[0]).decode(rest[1]))
    elif command == "extract" and len(rest) == 4:
        archive = nec4j_reader.Archive(rest[1], rest[0])
        if rest[2] not in archive:
            raise FormatError('%s: has no embedding with the key "%s"' % (rest[1], rest[2]))
        np.save(rest[3], archive[rest[2]])
    elif command == "list" and len(rest) == 1:
        for key in Archive(rest[0]):
            print(key)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (FormatError, OSError) as problem:
        sys.exit(str(problem))
