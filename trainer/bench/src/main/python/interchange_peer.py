"""Exchanges codecs and streams with CompressAI itself: what nec4j import and nec4j export --state-dict promise, tried.

Needs numpy, torch, safetensors and compressai; the reader of the codec module is taken from this checkout.

    python interchange_peer.py train FOLDER               # trains a bottleneck: bottleneck.pth, old-names.pth, peer.safetensors
    nec4j import FOLDER/bottleneck.pth -o FOLDER/codec.nec
    python interchange_peer.py frame FOLDER               # CompressAI's stream as image.nemb
    nec4j decode -c FOLDER/codec.nec -o FOLDER FOLDER/image.nemb
    python interchange_peer.py compare FOLDER             # what Java decoded against what CompressAI decodes

    nec4j export RUN -o weights.safetensors --state-dict; nec4j export RUN -o codec.nec
    python interchange_peer.py load weights.safetensors codec.nec      # strict, tables and streams against the codec's
"""

import sys
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "reader"))
warnings.filterwarnings("ignore")

import nec4j_reader
import torch
from compressai.entropy_models import EntropyBottleneck, GaussianConditional
from compressai.models.base import CompressionModel
from nec4j_reader.safetensors import SafeTensors
from safetensors.torch import load_file, save_file

CHANNELS, TOKENS, STEPS = 12, 17, 300
OLD = {"matrices.": "_matrix", "biases.": "_bias", "factors.": "_factor"}


class Model(CompressionModel):
    """Entropy models under the names of NEC's own classes."""

    def __init__(self, channels, side):
        super().__init__()
        if side:
            self.entropy_bottleneck = EntropyBottleneck(side)
            self.gaussian_conditional = GaussianConditional(None)
        else:
            self.bottleneck = EntropyBottleneck(channels)


def embeddings(count, seed):
    """[count, channels, tokens, 1], as NEC hands them over."""
    generator = np.random.default_rng(seed)
    scale = np.geomspace(0.2, 6, CHANNELS)[:, None]
    y = generator.laplace(0.3, 1, (count, CHANNELS, TOKENS)) * scale + np.linspace(-2, 2, CHANNELS)[:, None]
    return torch.from_numpy(y.astype(np.float32))[..., None]


def train(folder):
    torch.manual_seed(1)
    folder.mkdir(parents=True, exist_ok=True)
    model = Model(CHANNELS, 0)
    quantiles = [model.bottleneck.quantiles]
    net = [p for p in model.parameters() if p is not quantiles[0]]
    optimizers = torch.optim.Adam(net, 1e-2), torch.optim.Adam(quantiles, 1e-1)
    for step in range(STEPS):
        _, likelihood = model.bottleneck(embeddings(16, step))
        (-torch.log2(likelihood).sum() / 16).backward()
        model.bottleneck.loss().backward(inputs=quantiles)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
    model.eval().update(force=True)
    state = model.state_dict()
    torch.save({"model": state, "epoch": 3}, folder / "bottleneck.pth")
    torch.save({rename(k): v for k, v in state.items()}, folder / "old-names.pth")
    y = embeddings(2, 10**6)
    strings = model.bottleneck.compress(y)
    y_hat = model.bottleneck.decompress(strings, (TOKENS, 1))
    tensors = {"y": y[..., 0].transpose(1, 2).contiguous(), "y_hat": y_hat[..., 0].transpose(1, 2).contiguous().detach()}
    for i, string in enumerate(strings):
        tensors["string%d" % i] = torch.frombuffer(bytearray(string), dtype=torch.uint8)
    save_file(tensors, folder / "peer.safetensors")
    print("strings of %s bytes, bits a number %.3f" % ([len(s) for s in strings], 8 * len(strings[0]) / CHANNELS / TOKENS))


def rename(name):
    for new, old in OLD.items():
        name = name.replace(new, old)
    return name


def frame(folder):
    codec = nec4j_reader.Codec(folder / "codec.nec")
    string = load_file(folder / "peer.safetensors")["string0"].numpy().tobytes()
    (folder / "image.nemb").write_bytes(nec4j_reader.frame(bytes.fromhex(codec.digest), TOKENS, string))


def compare(folder):
    peer = load_file(folder / "peer.safetensors")
    decoded = np.load(folder / "image.npy")
    expected = peer["y_hat"][0].numpy()
    print("decoded by Java and by CompressAI: %d of %d numbers equal" % ((decoded == expected).sum(), expected.size))


def load(weights, codec_file):
    state = load_file(weights)
    side = state["entropy_bottleneck.quantiles"].shape[0] if "entropy_bottleneck.quantiles" in state else 0
    prefixes = ("entropy_bottleneck.", "gaussian_conditional.") if side else ("bottleneck.",)
    model = Model(0 if side else state["bottleneck.quantiles"].shape[0], side)
    model.load_state_dict({k: v for k, v in state.items() if k.startswith(prefixes)}, strict=True)
    model.eval()
    print("loads, strict; update() rebuilds: %s" % model.update())
    codec = SafeTensors(codec_file)

    def stored(name):
        return codec.ints(name).reshape(codec.shape(name))

    for prefix in prefixes:
        module = getattr(model, prefix[:-1])
        for buffer in ("_quantized_cdf", "_cdf_length", "_offset"):
            same = np.array_equal(getattr(module, buffer).numpy(), stored(prefix + buffer))
            print("%s%s equals the codec's: %s" % (prefix, buffer, same))
    model.update(force=True)
    for prefix in prefixes:
        ours, theirs = stored(prefix + "_quantized_cdf"), getattr(model, prefix[:-1])._quantized_cdf.numpy()
        rows = (ours != theirs).any(1).sum()
        print("%stables that PyTorch builds itself: %d of %d rows differ, by at most %d" % (prefix, rows, len(ours), abs(ours - theirs).max()))
    if side:
        return
    model.load_state_dict({k: v for k, v in state.items() if k.startswith(prefixes)}, strict=True)
    reader = nec4j_reader.Codec(codec_file)
    generator = torch.Generator().manual_seed(5)
    y = torch.randn(4, reader.dim, TOKENS, 1, generator=generator) * 2
    strings = model.bottleneck.compress(y)
    y_hat = model.bottleneck.decompress(strings, (TOKENS, 1))
    equal = sum(
        np.array_equal(reader.decode(nec4j_reader.frame(bytes.fromhex(reader.digest), TOKENS, string)), expected[..., 0].T.detach().numpy())
        for string, expected in zip(strings, y_hat)
    )
    print("streams of CompressAI under these tables that the codec decodes to the same numbers: %d of %d" % (equal, len(strings)))


if __name__ == "__main__":
    command, *arguments = sys.argv[1:] or ["help"]
    commands = {"train": (train, 1), "frame": (frame, 1), "compare": (compare, 1), "load": (load, 2)}
    if command not in commands or commands[command][1] != len(arguments):
        sys.exit(__doc__)
    commands[command][0](*map(Path, arguments))
