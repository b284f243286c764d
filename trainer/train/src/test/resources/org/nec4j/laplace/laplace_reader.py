"""Reads Laplace codecs (docs/extending.md): the reference reader with one model more. Stands beside nec_reader.py or finds it on PYTHONPATH."""

import sys

import nec_reader
import numpy as np


class Laplace:
    KIND = 15
    TENSORS = ["laplace.mean", "laplace._quantized_cdf", "laplace._cdf_length", "laplace._offset"]

    def __init__(self, means, *tables):
        self.means, self.tables, self.dim = means, nec_reader.Tables(*tables), len(means)

    def decode(self, payload, tokens):
        symbols = nec_reader.decode_symbols(payload, self.tables, np.repeat(np.arange(self.dim), tokens))
        return (symbols.reshape(self.dim, tokens).astype(np.float32) + self.means[:, None]).T.copy()


nec_reader.MODELS["laplace"] = Laplace

if __name__ == "__main__":
    nec_reader.run(sys.argv[1:])
