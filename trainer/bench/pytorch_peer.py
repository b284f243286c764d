"""The peer of the side-by-side: the same model steps in eager PyTorch.

Reads lines "run N" from standard input, runs N steps of the case named on the command line, and answers one line of N pairs
of milliseconds, wall clock and processor time of all threads; "memory" answers the process's peak resident bytes. Needs torch only.

    python3 pytorch_peer.py CASE THREADS
"""

import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

# case: image size, width, depth, heads, decoder width, depth, heads, batch, what trains
CASES = {
    "vit-b-encoder": (224, 768, 12, 12, 512, 8, 16, 8, "nothing"),
    "vit-b-frozen": (224, 768, 12, 12, 512, 8, 16, 8, "blocks"),
    "vit-b-frozen-bf16": (224, 768, 12, 12, 512, 8, 16, 8, "blocks"),
    "vit-b-frozen-bf16-autocast": (224, 768, 12, 12, 512, 8, 16, 8, "blocks"),
    "vit-tiny-frozen": (128, 192, 12, 3, 128, 4, 4, 64, "blocks"),
    "vit-tiny-full": (128, 192, 12, 3, 128, 4, 4, 64, "everything"),
}
PATCH = 16
MASK_RATIO = 0.75


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        b, t, d = x.shape
        qkv = self.qkv(x).reshape(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)  # [B, H, T, d]
        out = F.scaled_dot_product_attention(q, k, v)
        return self.proj(out.transpose(1, 2).reshape(b, t, d))


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim, eps=1e-6)
        self.fc1 = nn.Linear(dim, 4 * dim)
        self.fc2 = nn.Linear(4 * dim, dim)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class LowerBound(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, bound):
        ctx.save_for_backward(x)
        ctx.bound = bound
        return x.clamp_min(bound)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((x >= ctx.bound) | (grad < 0)), None


class Bottleneck(nn.Module):
    """Factorized density with filters 3, 3, 3, 3 (arXiv 1802.01436, section 6.1)."""

    def __init__(self, channels):
        super().__init__()
        widths = (1, 3, 3, 3, 3, 1)
        self.matrices = nn.ParameterList(
            nn.Parameter(torch.randn(channels, o, i) * 0.3) for i, o in zip(widths, widths[1:])
        )
        self.biases = nn.ParameterList(nn.Parameter(torch.randn(channels, o, 1) * 0.3) for o in widths[1:])
        self.factors = nn.ParameterList(nn.Parameter(torch.zeros(channels, o, 1)) for o in widths[1:-1])
        self.quantiles = nn.Parameter(torch.tensor([-10.0, 0.0, 10.0]).repeat(channels, 1, 1))

    def logits(self, x, detach=False):
        for i, (h, b) in enumerate(zip(self.matrices, self.biases)):
            h, b = (h.detach(), b.detach()) if detach else (h, b)
            x = torch.matmul(F.softplus(h), x) + b
            if i < len(self.factors):
                a = self.factors[i].detach() if detach else self.factors[i]
                x = x + torch.tanh(a) * torch.tanh(x)
        return x

    def forward(self, y):
        noisy = y + torch.empty_like(y).uniform_(-0.5, 0.5)  # [B, T, C]
        values = noisy.permute(2, 0, 1).reshape(y.shape[2], 1, -1)  # [C, 1, B * T]
        lower, upper = self.logits(values - 0.5), self.logits(values + 0.5)
        sign = -torch.sign(lower + upper).detach()
        likelihood = torch.abs(torch.sigmoid(sign * upper) - torch.sigmoid(sign * lower))
        bits = -torch.log2(LowerBound.apply(likelihood, 1e-9)).sum()
        tails = torch.tensor([-21.0, 0.0, 21.0])
        auxiliary = torch.abs(self.logits(self.quantiles, detach=True) - tails).sum()
        return noisy, bits, auxiliary


class MaskedAutoencoder(nn.Module):
    def __init__(self, size, dim, depth, heads, decoder_dim, decoder_depth, decoder_heads, trains):
        super().__init__()
        self.patches = (size // PATCH) ** 2
        self.trains = trains
        self.embed = nn.Linear(3 * PATCH * PATCH, dim)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.randn(1, self.patches + 1, dim) * 0.02, requires_grad=False)
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.bottleneck = Bottleneck(dim) if trains == "blocks" else None
        self.decoder_embed = nn.Linear(dim, decoder_dim)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, decoder_dim))
        self.decoder_positions = nn.Parameter(torch.randn(1, self.patches + 1, decoder_dim) * 0.02, requires_grad=False)
        self.decoder_blocks = nn.ModuleList(Block(decoder_dim, decoder_heads) for _ in range(decoder_depth))
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=1e-6)
        self.decoder_pred = nn.Linear(decoder_dim, 3 * PATCH * PATCH)
        if trains == "blocks":
            self.requires_grad_(False)
            for part in (self.blocks[-1], self.bottleneck, self.decoder_blocks[0]):
                part.requires_grad_(True)

    def patchify(self, images, order):
        b, c, s, _ = images.shape
        g = s // PATCH
        return images.reshape(b, c, g, PATCH, g, PATCH).permute(*order).reshape(b, g * g, -1)

    def tokens(self, images, keep, blocks):
        x = self.embed(self.patchify(images, (0, 2, 4, 1, 3, 5))) + self.positions[:, 1:]
        if keep is not None:
            x = x.gather(1, keep.unsqueeze(-1).expand(-1, -1, x.shape[2]))
        x = torch.cat(((self.cls + self.positions[:, :1]).expand(x.shape[0], -1, -1), x), 1)  # [B, 1 + V, D]
        for block in blocks:
            x = block(x)
        return x

    def embedding(self, images):
        return self.norm(self.tokens(images, None, self.blocks))

    def loss(self, images):
        b = images.shape[0]
        order = torch.rand(b, self.patches).argsort(1)
        restore = order.argsort(1)
        visible = int(self.patches * (1 - MASK_RATIO))
        keep = order[:, :visible]
        if self.trains == "blocks":
            with torch.no_grad():
                x = self.tokens(images, keep, self.blocks[:-1])
            x = self.blocks[-1](x)
        else:
            x = self.tokens(images, keep, self.blocks)
        y = self.norm(x)
        bits = auxiliary = 0
        if self.bottleneck is not None:
            with torch.autocast("cpu", enabled=False):  # probabilities need float32
                y, bits, auxiliary = self.bottleneck(y.float())
        z = self.decoder_embed(y)
        masks = self.mask_token.expand(b, self.patches - visible, -1)
        rest = torch.cat((z[:, 1:], masks), 1).gather(1, restore.unsqueeze(-1).expand(-1, -1, z.shape[2]))
        z = torch.cat((z[:, :1], rest), 1) + self.decoder_positions  # [B, 1 + L, E]
        for block in self.decoder_blocks:
            z = block(z)
        predicted = self.decoder_pred(self.decoder_norm(z))[:, 1:]
        target = self.patchify(images, (0, 2, 4, 3, 5, 1))
        mask = (restore >= visible).float()
        distortion = (((predicted.float() - target) ** 2).mean(-1) * mask).sum() / mask.sum()
        return 1000 * distortion + bits / b, auxiliary


def steps(case):
    *shape, batch, trains = CASES[case]
    model = MaskedAutoencoder(*shape, trains)
    images = torch.randn(batch, 3, shape[0], shape[0])
    if trains == "nothing":

        @torch.inference_mode()
        def step():
            model.embedding(images)

        return step
    learned = [p for n, p in model.named_parameters() if p.requires_grad and not n.endswith("quantiles")]
    optimizers = [torch.optim.AdamW(learned, 1e-4, (0.9, 0.95), weight_decay=0.05, fused=True)]
    if model.bottleneck is not None:
        optimizers.append(torch.optim.Adam([model.bottleneck.quantiles], 1e-3, fused=True))

    def step():
        for optimizer in optimizers:
            optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=case.endswith("autocast")):
            loss, auxiliary = model.loss(images)
        (loss + auxiliary).backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        for optimizer in optimizers:
            optimizer.step()

    return step


def main():
    case, threads = sys.argv[1], int(sys.argv[2])
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    step = steps(case)
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "memory":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
            continue
        times = []
        for _ in range(int(words[1])):
            wall, busy = time.perf_counter(), time.process_time()
            step()
            times += [time.perf_counter() - wall, time.process_time() - busy]
        print(*(f"{t * 1e3:.3f}" for t in times), flush=True)


if __name__ == "__main__":
    main()
