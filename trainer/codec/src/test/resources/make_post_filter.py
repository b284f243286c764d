"""Writes post_filter.safetensors: a small post-filter and what PyTorch makes of tokens with it, in float64."""

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
T, D, W, M, H, EPS = 6, 8, 4, 12, 2, 1e-6
STEPS = [4.0, 0.75]


def normal(*shape, scale=1.0):
    return (scale * torch.randn(*shape)).float().double()


weights = {
    "input.weight": normal(W, D),
    "positions": normal(T, W),
    "rate": normal(W),
    "block.norm1.weight": 1 + normal(W, scale=0.1),
    "block.norm1.bias": normal(W, scale=0.1),
    "block.attn.qkv.weight": normal(3 * W, W),
    "block.attn.qkv.bias": normal(3 * W),
    "block.attn.proj.weight": normal(W, W),
    "block.attn.proj.bias": normal(W),
    "block.norm2.weight": 1 + normal(W, scale=0.1),
    "block.norm2.bias": normal(W, scale=0.1),
    "block.mlp.fc1.weight": normal(M, W),
    "block.mlp.fc1.bias": normal(M),
    "block.mlp.fc2.weight": normal(W, M),
    "block.mlp.fc2.bias": normal(W),
    "output.weight": normal(D, W),
}
x = normal(T, D, scale=3)
encoder = torch.nn.TransformerEncoderLayer(
    W, H, M, dropout=0, activation="gelu", layer_norm_eps=EPS, batch_first=True, norm_first=True
)
encoder.load_state_dict(
    {
        theirs: weights["block." + ours]
        for theirs, ours in {
            "norm1.weight": "norm1.weight",
            "norm1.bias": "norm1.bias",
            "self_attn.in_proj_weight": "attn.qkv.weight",
            "self_attn.in_proj_bias": "attn.qkv.bias",
            "self_attn.out_proj.weight": "attn.proj.weight",
            "self_attn.out_proj.bias": "attn.proj.bias",
            "norm2.weight": "norm2.weight",
            "norm2.bias": "norm2.bias",
            "linear1.weight": "mlp.fc1.weight",
            "linear1.bias": "mlp.fc1.bias",
            "linear2.weight": "mlp.fc2.weight",
            "linear2.bias": "mlp.fc2.bias",
        }.items()
    }
)
vectors = {"x": x}
for i, step in enumerate(STEPS):
    level = torch.log2(torch.tensor(step)) - 1
    z = F.linear(x, weights["input.weight"]) + weights["positions"] + level * weights["rate"]
    z = encoder(z[None])[0].detach()
    e = F.linear(F.layer_norm(z, (W,), eps=EPS), weights["output.weight"])
    vectors[f"y{i}"] = x + step / 2 * (e - e.mean(0))
vectors = {name: value.float().contiguous() for name, value in vectors.items()}
vectors |= {"filter." + name: value.float().contiguous() for name, value in weights.items()}
vectors["filter.heads"] = torch.tensor(H, dtype=torch.int32)
vectors["filter.epsilon"] = torch.tensor(EPS, dtype=torch.float32)
vectors["filter.level"] = torch.tensor([torch.log2(torch.tensor(s)) - 1 for s in STEPS], dtype=torch.float32)
vectors["filter.gain"] = torch.tensor([s / 2 for s in STEPS], dtype=torch.float32)
save_file(vectors, Path(__file__).with_name("post_filter.safetensors"))
