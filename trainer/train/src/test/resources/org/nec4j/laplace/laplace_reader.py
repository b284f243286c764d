"""Reads Laplace codecs (docs/extending.md): nec4j_reader with one model more. A program imports this file, or runs it in place of nec4j_reader."""

import sys

import numpy as np
from nec4j_reader import Model, register
from nec4j_reader.__main__ import main
from nec4j_reader.lockstep import decode_many
from nec4j_reader.model import table_names, tables_under


@register
class Laplace(Model):
    NAME = "laplace"
    KINDS = (15,)

    def __init__(self, means, tables):
        self.means, self.tables, self.dim = means, tables, len(means)

    @classmethod
    def tensors(cls, names):
        return ["laplace.mean"] + table_names("laplace.")

    @classmethod
    def read(cls, file):
        return cls(file.floats("laplace.mean"), tables_under(file, "laplace."))

    def decode(self, payload, kind, tokens):
        self.tables.require_room([payload], tokens)
        symbols = decode_many([payload], np.repeat(np.arange(self.dim), tokens), self.tables)
        return (symbols.reshape(self.dim, tokens).astype(np.float32) + self.means[:, None]).T.copy()


if __name__ == "__main__":
    sys.exit(main())
