"""Times the entropy coders installed for this Python on one case that EntropySideBySide wrote.

CompressAI's ans coder (pip install compressai) codes all channels in one call, with the tables and symbols as lists, as its
own models do. constriction (pip install constriction) is called once a channel with numpy arrays. Best of several runs.
"""

import json
import struct
import sys
import time

import numpy as np


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data, "<i4", offset=8 + length + entry["data_offsets"][0], count=int(np.prod(entry["shape"]))).reshape(entry["shape"])
        for name, entry in header.items()
    }


def best(action, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        result = action()
        times.append(time.perf_counter() - start)
    return min(times), result


def report(name, symbols, encode, decode, size):
    count = symbols.size / 1e6
    print("  %-14s encode %7.1f M symbols/s, decode %7.1f M symbols/s, %d bytes" % (name, count / encode, count / decode, size))


def compressai(case):
    from compressai import ans

    rows = [row[:n].tolist() for row, n in zip(case["cdf"], case["lengths"])]
    symbols = case["symbols"].ravel().tolist()
    indexes = np.repeat(np.arange(len(rows)), case["symbols"].shape[1]).tolist()
    lengths, offsets = case["lengths"].tolist(), case["offsets"].tolist()
    encode, stream = best(lambda: ans.RansEncoder().encode_with_indexes(symbols, indexes, rows, lengths, offsets), 10)
    decode, decoded = best(lambda: ans.RansDecoder().decode_with_indexes(stream, indexes, rows, lengths, offsets), 10)
    assert decoded == symbols
    report("CompressAI", case["symbols"], encode, decode, len(stream))


def constriction(case):
    from constriction import stream

    model, stack = stream.model, stream.stack

    models, values = [], []
    for row, length, symbols, offset in zip(case["cdf"], case["lengths"], case["symbols"], case["offsets"]):
        models.append(model.Categorical((np.diff(row[:length]) / 65536.0).astype(np.float32), perfect=False))
        values.append(np.ascontiguousarray(symbols - offset))

    def run():
        coder = stack.AnsCoder()
        for categorical, symbols in zip(reversed(models), reversed(values)):
            coder.encode_reverse(symbols, categorical)
        return coder.get_compressed()

    def restore():
        coder = stack.AnsCoder(words)
        return [coder.decode(categorical, symbols.size) for categorical, symbols in zip(models, values)]

    encode, words = best(run, 10)
    decode, decoded = best(restore, 10)
    assert all(np.array_equal(a, b) for a, b in zip(decoded, values))
    report("constriction", case["symbols"], encode, decode, 4 * words.size)


if __name__ == "__main__":
    case = read(sys.argv[1])
    for peer in (compressai, constriction):
        try:
            peer(case)
        except ImportError:
            print("  %-14s not installed for %s" % (peer.__name__, sys.executable))
