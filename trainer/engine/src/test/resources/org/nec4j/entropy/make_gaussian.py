"""Writes gaussian_gradients.safetensors and hyperprior_steps.safetensors: CompressAI's Gaussian conditional in float64, and one step of
whole hyperpriors of timm's blocks in float32, with autograd's gradients. Needs compressai, timm and safetensors."""

from functools import partial

import torch
from compressai.entropy_models import EntropyBottleneck, GaussianConditional
from safetensors.torch import save_file
from timm.models.vision_transformer import Block
from torch import nn

DIM, WIDTH, HEADS, BATCH, TOKENS, PIXELS = 12, 16, 4, 2, 5, 6


def conditional():
    torch.manual_seed(5)
    rows, channels = 6, 37
    gaussian = GaussianConditional(None).double()
    y = (torch.randn(rows, channels) * torch.tensor([0.1, 0.5, 1, 3, 8, 30]).view(rows, 1)).float()
    y[0, :3] = 0
    # Some scales lie below their bound, some are negative.
    scales = (torch.rand(rows, channels) * torch.tensor([0.3, 1, 2, 4, 8, 1]).view(rows, 1) - 0.1).float()
    means = torch.randn(rows, channels).float()
    means[0, :2] = 0
    out = {"y": y, "scales": scales, "means": means}
    for name, mean in (("scale", None), ("mean-scale", means)):
        for direction, factor in (("rise", 1.7), ("fall", -0.6)):
            inputs = [t.double().requires_grad_() for t in (y, scales, mean) if t is not None]
            likelihood = gaussian.likelihood_lower_bound(gaussian._likelihood(*inputs))
            bits = -torch.log2(likelihood).sum()
            (factor * bits).backward()
            prefix = f"{name}/{direction}/"
            out[prefix + "likelihood"] = likelihood.detach().float()
            out[prefix + "bits"] = bits.detach().float().reshape(1)
            for key, tensor in zip(("dy", "dscales", "dmeans"), inputs):
                out[prefix + key] = tensor.grad.float()
    return out


class Hyperprior(nn.Module):
    def __init__(self, means):
        super().__init__()
        self.means = means
        block = partial(Block, WIDTH, HEADS, 4, qkv_bias=True, norm_layer=partial(nn.LayerNorm, eps=1e-6))
        self.h_a = nn.Sequential(nn.Linear(DIM, WIDTH), nn.ReLU(), block(), block())
        self.h_s = nn.Sequential(block(), block(), nn.Linear(WIDTH, 2 * DIM if means else DIM))
        self.entropy_bottleneck = EntropyBottleneck(WIDTH)
        self.gaussian = GaussianConditional(None)
        self.decoder_pred = nn.Linear(DIM, PIXELS)

    def forward(self, y, noise_y, noise_z, labels):
        z = self.h_a(y if self.means else y.abs()) + noise_z
        likelihood = self.entropy_bottleneck._likelihood(z.permute(2, 0, 1).reshape(WIDTH, 1, -1))[0]
        bits = -torch.log2(self.entropy_bottleneck.likelihood_lower_bound(likelihood)).sum()
        parameters = self.h_s(z)
        if not self.means:
            parameters = parameters.relu()
        scales, *means = parameters.split(DIM, 2)
        y = y + noise_y
        likelihood = self.gaussian.likelihood_lower_bound(self.gaussian._likelihood(y, scales, *means))
        bits = bits - torch.log2(likelihood).sum()
        prediction = self.decoder_pred(y)[:, 1:]
        return bits, ((prediction - labels) ** 2).mean()


def steps():
    out = {}
    for means in (False, True):
        torch.manual_seed(7)
        model = Hyperprior(means)
        with torch.no_grad():
            model.h_s[2].bias[:DIM] += 0.7
        y = (2 * torch.randn(BATCH, TOKENS, DIM)).requires_grad_()
        noise_y = torch.rand(BATCH, TOKENS, DIM) - 0.5
        noise_z = torch.rand(BATCH, TOKENS, WIDTH) - 0.5
        labels = torch.randn(BATCH, TOKENS - 1, PIXELS)
        bits, distortion = model(y, noise_y, noise_z, labels)
        (100 * distortion + bits).backward()
        prefix = "mean-scale/" if means else "scale/"
        out.update({
            prefix + "y": y.detach(), prefix + "dy": y.grad, prefix + "noise/y": noise_y, prefix + "noise/z": noise_z,
            prefix + "labels": labels, prefix + "bits": bits.detach().reshape(1),
            prefix + "distortion": distortion.detach().reshape(1)})
        for name, tensor in model.named_parameters():
            out[prefix + "param/" + name] = tensor.detach()
            if tensor.grad is not None:
                out[prefix + "grad/" + name] = tensor.grad
    return out


if __name__ == "__main__":
    save_file({k: v.contiguous() for k, v in conditional().items()}, "gaussian_gradients.safetensors")
    save_file({k: v.contiguous() for k, v in steps().items()}, "hyperprior_steps.safetensors")
