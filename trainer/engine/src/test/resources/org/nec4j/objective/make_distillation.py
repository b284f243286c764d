"""Loss and gradients of a small distillation, by PyTorch's autograd in float64.

make_distillation.py 0 0 writes distillation.safetensors, where magnitudes are rounded; make_distillation.py 0.1 0.5 writes
distillation-priced.safetensors, where a bit has that price and so large a share of the bits is the symbols' own.
"""

import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
B, R, C, D, K, W, M, H = 2, 2, 3, 4, 3, 4, 8, 2
L = R * C
PRICE, SHARE = float(sys.argv[1]), float(sys.argv[2])
LOW, HIGH, PULL, WEIGHT, RATIO, ROUNDING, EPS = -0.5, 2.2, 1.2, 7.0, 0.5, 0.42, 1e-6


def normal(*shape, scale=1.0):
    return (scale * torch.randn(*shape)).float().double()


def dct(n):
    u, x = torch.arange(n)[:, None], torch.arange(n)[None]
    rows = math.sqrt(2 / n) * torch.cos(math.pi * u * (2 * x + 1) / (2 * n))
    rows[0] /= math.sqrt(2)
    return rows


def priced(v, scale):
    """Of the magnitude that v rounds to and the one below the cheaper, at the mean of all that become it: both tried on a fine grid."""
    laplace = torch.distributions.Laplace(0.0, scale)
    bits = lambda m: -torch.log2(laplace.cdf(m + 0.5) - laplace.cdf(m - 0.5))

    def cheaper(a):
        most = torch.floor(a + 0.5)
        less = (most - 1).clamp(min=0)
        return torch.where((a - less) ** 2 + PRICE * bits(less) <= (a - most) ** 2 + PRICE * bits(most), less, most)

    m = cheaper(v.abs())
    around = torch.linspace(max(0.0, m.item() - 0.5), m.item() + 1.5, 1_000_001)
    mass = torch.exp(-around / scale) * (cheaper(around) == m)
    return torch.sign(v) * m, torch.sign(v) * torch.where(m == 0, 0.0, (around * mass).sum() / mass.sum())


y = normal(B, 1 + L, D, scale=3)
teacher = normal(B, 1 + L, D, scale=3)
noise = (torch.rand(B, 1 + L, K) - 0.5).float().double()
tensors = {
    "transform.analysis": normal(K, D),
    "transform.synthesis": normal(D, K),
    "transform.mean": normal(L, D),
    "transform.steps": normal(L - 1, K, scale=0.3),
    "transform.scales": normal(L - 1, K, scale=0.5),
    "pooled.mean": normal(D),
    "pooled.axes": torch.linalg.qr(torch.randn(D, D))[0].float().double(),
    "postfilter.input.weight": normal(W, D + 1),
    "postfilter.input.positions": normal(L, W),
    "postfilter.block.norm1.weight": 1 + normal(W, scale=0.1),
    "postfilter.block.norm1.bias": normal(W, scale=0.1),
    "postfilter.block.attn.qkv.weight": normal(3 * W, W),
    "postfilter.block.attn.qkv.bias": normal(3 * W),
    "postfilter.block.attn.proj.weight": normal(W, W),
    "postfilter.block.attn.proj.bias": normal(W),
    "postfilter.block.norm2.weight": 1 + normal(W, scale=0.1),
    "postfilter.block.norm2.bias": normal(W, scale=0.1),
    "postfilter.block.mlp.fc1.weight": normal(M, W),
    "postfilter.block.mlp.fc1.bias": normal(M),
    "postfilter.block.mlp.fc2.weight": normal(W, M),
    "postfilter.block.mlp.fc2.bias": normal(W),
    "postfilter.output.weight": normal(D, W),
}
t = {name: value.clone().requires_grad_(not name.startswith("pooled")) for name, value in tensors.items()}

octave = LOW - 1 + (HIGH - LOW) * (noise[:, 0, 0] + 0.5)
delta = 2 * 2**octave
weight = 2 ** (PULL * octave)
basis = torch.kron(dct(R), dct(C))  # [L, L]

c = basis @ ((y[:, 1:] - t["transform.mean"]) @ t["transform.analysis"].T)  # [B, L, K]
step = delta[:, None, None] * torch.exp(t["transform.steps"])
v = c[:, 1:] / step
scale = torch.exp(t["transform.scales"]) / step + 0.03
laplace = torch.distributions.Laplace(0.0, scale)
bits = -torch.log2(laplace.cdf(v + noise[:, 2:] + 0.5) - laplace.cdf(v + noise[:, 2:] - 0.5)).sum((1, 2))
rounded = torch.sign(v) * torch.floor(torch.abs(v) + ROUNDING)
if PRICE > 0:
    pairs = zip(v.detach().flatten(), scale.detach().flatten())
    symbols, rounded = (torch.stack(both).reshape(v.shape) for both in zip(*(priced(*pair) for pair in pairs)))
    m = v + (symbols - v).detach()
    of_symbols = -torch.log2(laplace.cdf(m + 0.5) - laplace.cdf(m - 0.5)).sum((1, 2))
    bits = (1 - SHARE) * bits + SHARE * of_symbols
q = v + (rounded - v).detach()
coded = torch.cat([torch.zeros(B, 1, K), q * step], 1)
x = (basis.T @ coded) @ t["transform.synthesis"].T + t["transform.mean"] - t["transform.mean"].mean(0)

wanted = teacher[:, 1:]
pooled = (wanted.mean(1) - tensors["pooled.mean"]) @ tensors["pooled.axes"].T * math.sqrt(L)
pooled_step = (RATIO * delta)[:, None]
symbols = torch.sign(pooled) * torch.floor(torch.abs(pooled) / pooled_step + 0.4)
vector = tensors["pooled.mean"] + symbols * pooled_step / math.sqrt(L) @ tensors["pooled.axes"]
x = x + vector[:, None]

z = torch.cat([x, octave[:, None, None].expand(B, L, 1)], 2) @ t["postfilter.input.weight"].T
z = z + t["postfilter.input.positions"]
block = lambda name: t["postfilter.block." + name]
n = F.layer_norm(z, (W,), block("norm1.weight"), block("norm1.bias"), EPS)
qkv = F.linear(n, block("attn.qkv.weight"), block("attn.qkv.bias")).reshape(B, L, 3, H, W // H).permute(2, 0, 3, 1, 4)
attended = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(B, L, W)
z = z + F.linear(attended, block("attn.proj.weight"), block("attn.proj.bias"))
n = F.layer_norm(z, (W,), block("norm2.weight"), block("norm2.bias"), EPS)
hidden = F.gelu(F.linear(n, block("mlp.fc1.weight"), block("mlp.fc1.bias")))
z = z + F.linear(hidden, block("mlp.fc2.weight"), block("mlp.fc2.bias"))
e = F.layer_norm(z, (W,), eps=EPS) @ t["postfilter.output.weight"].T
e = e - e.mean(1, keepdim=True)
squares = ((x + delta[:, None, None] / 2 * e - wanted) ** 2).sum((1, 2))
loss = (weight * (bits + WEIGHT / delta**2 * squares)).mean()
loss.backward()

vectors = {"y": y, "teacher": teacher, "noise": noise, "loss": loss.detach()[None]}
vectors["bits"] = (weight * bits).detach().sum()[None]
vectors["squares"] = (weight * WEIGHT / delta**2 * squares).detach().sum()[None]
vectors |= {"tensor." + name: value for name, value in tensors.items()}
vectors |= {"gradient." + name: value.grad for name, value in t.items() if value.grad is not None}
save_file(
    {name: value.detach().float().contiguous() for name, value in vectors.items()},
    Path(__file__).with_name("distillation-priced.safetensors" if PRICE > 0 else "distillation.safetensors"),
)
