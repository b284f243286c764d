"""Pretrains a small masked autoencoder on aerial images with a contrastive term (CAN without the noise part).

Mishra et al. 2022, "A simple, efficient and scalable contrastive masked autoencoder", arXiv 2210.16870.

Two random views of every image (random resized crop, flips, quarter turns) lose 75 % of their patches.
View A keeps its natural colours; its visible tokens go through the decoder, which is trained with the mean squared
error of the masked pixels (ImageNet-normalized, not per patch). View B is colour-jittered and only encoded: only its
visible patches are ever sampled from the image. The mean of the visible patch tokens after the encoder's final norm
(the vector that a linear probe sees) goes through a projection MLP, and InfoNCE (NT-Xent) pulls the two views of an
image together:  loss = mae_weight * mae + contrast_weight * infonce.  No label is read.

The model is facebookresearch/mae's, with its key names: ViT-Tiny/16 at 128 px (192-d, 12 blocks, 3 heads), decoder
128-d, 4 blocks, 4 heads. The learning rate follows the clock: warm-up, then a cosine that reaches zero at --end,
however many steps fit in. The state is saved every --save-seconds; the same command resumes from it. While a file
named PAUSE lies in the work folder the training sleeps, and --end moves back by as much, up to --hard-end.

    python pretrain_can.py --data DATA --init old.safetensors --work WORK --end $(date -d '+130 min' +%s)

DATA holds rsscn7/ and aid/, each with index.csv (path,label,split,sha256) and images/.
"""
import argparse
import csv
import math
import os
import signal
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file

SIZE, PATCH, STORE = 128, 16, 144
GRID, PIXELS = SIZE // PATCH, PATCH * PATCH
MEAN = torch.tensor([0.485, 0.456, 0.406])
STD = torch.tensor([0.229, 0.224, 0.225])
PRETRAIN_SPLITS = {"rsscn7": ("train", "val"), "aid": ("train", "val", "pretrain")}  # never "test"


def load_images(root, name, splits, size, cache):
    """uint8 [N,3,size,size] of a data set's splits (kept as .npy under cache), and the rows of its index."""
    with open(os.path.join(root, name, "index.csv")) as f:
        rows = [r for r in csv.DictReader(f) if r["split"] in splits]
    path = os.path.join(cache, f"{name}-{'-'.join(splits)}-{size}.npy")
    if not os.path.exists(path):
        images = np.empty((len(rows), 3, size, size), np.uint8)
        for i, row in enumerate(rows):
            image = Image.open(os.path.join(root, name, row["path"])).convert("RGB")
            images[i] = np.asarray(image.resize((size, size), Image.BICUBIC)).transpose(2, 0, 1)
        np.save(path + ".tmp.npy", images)
        os.replace(path + ".tmp.npy", path)
    return torch.from_numpy(np.load(path)), rows


def patch_grid():
    """Pixel centres of every patch, in [-1, 1]: [patches, pixels, (x, y)]."""
    c = (torch.arange(SIZE) + 0.5) * 2 / SIZE - 1
    g = torch.stack(torch.meshgrid(c, c, indexing="xy"), -1).view(GRID, PATCH, GRID, PATCH, 2)
    return g.permute(0, 2, 1, 3, 4).reshape(GRID * GRID, PIXELS, 2)


def uniform(n, low, high):
    return torch.rand(n) * (high - low) + low


def sample_view(images, ids, base, scale):
    """Random resized crop, flips and quarter turns, bicubic, of the patches ids: [B,3,k,pixels] in 0..1."""
    n = images.shape[0]
    area, aspect = uniform(n, *scale), torch.exp(uniform(n, math.log(3 / 4), math.log(4 / 3)))
    w, h = (area * aspect).sqrt().clamp(max=1), (area / aspect).sqrt().clamp(max=1)
    cx, cy = uniform(n, -1, 1) * (1 - w), uniform(n, -1, 1) * (1 - h)
    quarter, flip = torch.randint(4, (n,)), torch.randint(2, (n,)) * 2.0 - 1
    cos, sin = torch.tensor([1.0, 0, -1, 0])[quarter], torch.tensor([0.0, 1, 0, -1])[quarter]
    linear = torch.stack([torch.stack([w * cos * flip, -w * sin], -1), torch.stack([h * sin * flip, h * cos], -1)], 1)
    points = base[ids].flatten(1, 2) @ linear.transpose(1, 2) + torch.stack([cx, cy], -1)[:, None]
    out = F.grid_sample(images.float().div_(255), points.view(n, ids.shape[1], PIXELS, 2), mode="bicubic",
                        padding_mode="reflection", align_corners=False)
    return out.clamp_(0, 1)


def jitter(x, strength):
    """Colour jitter of [B,3,k,pixels] in 0..1: saturation, hue, brightness, contrast; one image in ten turns grey."""
    n, eye, luma = len(x), torch.eye(3), torch.tensor([0.299, 0.587, 0.114]).expand(3, 3)
    saturation = (uniform(n, 1 - strength, 1 + strength) * (torch.rand(n) > 0.1)).view(n, 1, 1)
    angle = (uniform(n, -1, 1) * strength * 0.25 * math.pi).view(n, 1, 1)
    cross = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / math.sqrt(3)
    turn = angle.cos() * eye + (1 - angle.cos()) / 3 + angle.sin() * cross
    brightness = uniform(n, 1 - strength, 1 + strength).view(n, 1, 1)
    contrast = uniform(n, 1 - strength, 1 + strength).view(n, 1, 1)
    matrix = turn @ (saturation * eye + (1 - saturation) * luma) * brightness * contrast
    shift = x.mean((1, 2, 3)).view(n, 1, 1) * brightness * (1 - contrast)
    return (matrix @ x.flatten(2) + shift).clamp_(0, 1).view_as(x)


def normalize(x):  # ImageNet
    return (x - MEAN.view(3, 1, 1)) / STD.view(3, 1, 1)


def random_masks(n, keep):
    """Patch ids in random order: the visible ones [n,keep] and the others."""
    order = torch.rand(n, GRID * GRID).argsort(1)
    return order[:, :keep], order[:, keep:]


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.qkv, self.proj = heads, nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, d))


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(dim, 4 * dim), "fc2": nn.Linear(4 * dim, dim)})

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.norm2(x))))


class Mae(nn.Module):
    """facebookresearch/mae on patches that are already cut: [B,k,3,pixels] with their patch ids [B,k]."""

    def __init__(self, dim=192, depth=12, heads=3, decoder_dim=128, decoder_depth=4, decoder_heads=4):
        super().__init__()
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, dim, PATCH, PATCH)})
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.zeros(1, GRID * GRID + 1, dim), requires_grad=False)
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.decoder_embed = nn.Linear(dim, decoder_dim)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, decoder_dim))
        self.decoder_pos_embed = nn.Parameter(torch.zeros(1, GRID * GRID + 1, decoder_dim), requires_grad=False)
        self.decoder_blocks = nn.ModuleList(Block(decoder_dim, decoder_heads) for _ in range(decoder_depth))
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=1e-6)
        self.decoder_pred = nn.Linear(decoder_dim, 3 * PIXELS)

    def encode(self, patches, ids):
        """patches [B,k,3*pixels] (channel first) -> tokens [B,1+k,dim] after the final norm."""
        proj = self.patch_embed["proj"]
        x = F.linear(patches, proj.weight.flatten(1), proj.bias) + self.pos_embed[0, 1:][ids]
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(len(x), -1, -1), x], 1)
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def decode(self, tokens, visible, hidden):
        """Predicted pixels of the hidden patches: [B,hidden,pixels*3] (channel last, as the reference has it)."""
        x, n = self.decoder_embed(tokens), hidden.shape[1]
        pos = self.decoder_pos_embed[0, 1:]
        x = torch.cat([self.mask_token + pos[hidden], x[:, :1] + self.decoder_pos_embed[:, :1],
                       x[:, 1:] + pos[visible]], 1)
        for block in self.decoder_blocks:
            x = block(x)
        return self.decoder_pred(self.decoder_norm(x[:, :n]))


def tokens_of(x):  # [B,3,k,pixels] -> [B,k,3*pixels], what encode takes
    return x.transpose(1, 2).flatten(2)


def targets_of(x):  # [B,3,k,pixels] -> [B,k,pixels*3], what decode predicts
    return x.permute(0, 2, 3, 1).flatten(2)


def projector(dim=192, hidden=1024, out=128):
    return nn.Sequential(nn.Linear(dim, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True),
                         nn.Linear(hidden, out, bias=False), nn.BatchNorm1d(out))


def nt_xent(z, temperature):
    """InfoNCE over [2N,d]: row i and row i+N are the two views of an image, all the others are negatives."""
    z, n = F.normalize(z, dim=1), len(z) // 2
    logits = (z @ z.T / temperature).fill_diagonal_(float("-inf"))
    return F.cross_entropy(logits, torch.arange(2 * n).roll(n))


def losses(model, head, images, base, a, final):
    """The two losses of a batch. The decoder sees decode_fraction of view A (all of it in the final phase)."""
    n, keep = len(images), round(GRID * GRID * (1 - a.mask))
    d = n if final else round(n * a.decode_fraction)
    with torch.no_grad():
        visible, hidden = random_masks(n, keep)
        scale = (a.min_scale, 1)
        decoded = normalize(sample_view(images[:d], torch.cat([visible, hidden], 1)[:d], base, scale))
        others = normalize(sample_view(images[d:], visible[d:], base, scale))
        visible_b, _ = random_masks(n, keep)
        view_b = normalize(jitter(sample_view(images, visible_b, base, scale), a.jitter))
        patches = tokens_of(torch.cat([decoded[:, :, :keep], others, view_b]))
    tokens = model.encode(patches, torch.cat([visible, visible_b]))
    contrast = nt_xent(head(tokens[:, 1:].mean(1)), a.temperature)
    prediction = model.decode(tokens[:d], visible[:d], hidden[:d])
    return F.mse_loss(prediction, targets_of(decoded[:, :, keep:])), contrast


class Cores:
    """One thread while other programs use the machine's two cores, two threads while they do not."""

    def __init__(self, most):
        self.most, self.last = most, None

    def adapt(self):
        with open("/proc/stat") as f:
            v = [int(x) for x in f.readline().split()[1:9]]
        now = (time.time(), (sum(v) - v[3] - v[4]) / os.sysconf("SC_CLK_TCK"), time.process_time())
        if self.last is None or now[0] - self.last[0] > 8:
            if self.last is not None:
                wall, busy, own = (x - y for x, y in zip(now, self.last))
                torch.set_num_threads(1 if (busy - own) / wall > 0.35 else self.most)
            self.last = now


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--work", required=True, help="state.pt, log.csv, the image cache and PAUSE lie here")
    p.add_argument("--init", help="safetensors to start from (else random weights)")
    p.add_argument("--end", type=float, required=True, help="unix time at which the learning rate reaches zero")
    p.add_argument("--hard-end", type=float, help="unix time past which pauses do not move --end")
    # warmup and final are fractions of the time; from final on, all of view A is decoded; threads: at most
    for name, value in {"batch": 96, "lr": 1e-3, "warmup": 0.03, "final": 0.75, "weight-decay": 0.05, "mask": 0.75,
                        "min-scale": 0.2, "jitter": 0.5, "temperature": 0.1, "mae-weight": 1.0, "contrast-weight": 0.2,
                        "final-contrast-weight": 0.2, "decode-fraction": 0.5, "threads": 2, "save-seconds": 120.0,
                        "seed": 1}.items():
        p.add_argument("--" + name, type=type(value), default=value)
    return p.parse_args()


def main():
    a = arguments()
    os.makedirs(a.work, exist_ok=True)
    torch.manual_seed(a.seed)
    images = torch.cat([load_images(a.data, k, v, STORE, a.work)[0] for k, v in PRETRAIN_SPLITS.items()])
    model, head, base, cores = Mae(), projector(), patch_grid(), Cores(a.threads)
    if a.init:
        model.load_state_dict({k: v.float() for k, v in load_file(a.init).items()})
    named = [(k, p) for m in (model, head) for k, p in m.named_parameters() if p.requires_grad]
    groups = [{"params": [p for k, p in named if (p.dim() > 1 and not k.endswith("token")) == matrix],
               "weight_decay": a.weight_decay * matrix} for matrix in (True, False)]
    optimizer = torch.optim.AdamW(groups, lr=a.lr, betas=(0.9, 0.95), fused=True)
    at = {"start": time.time(), "paused": 0.0, "step": 0, "seen": 0}
    path, log = os.path.join(a.work, "state.pt"), os.path.join(a.work, "log.csv")
    if os.path.exists(path):
        state = torch.load(path, weights_only=False)
        model.load_state_dict(state["model"]), head.load_state_dict(state["head"])
        optimizer.load_state_dict(state["optimiser"]), torch.set_rng_state(state["rng"])
        at = state["at"]
    sums, saved, stop = np.zeros(3), time.time(), []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    while True:
        while os.path.exists(os.path.join(a.work, "PAUSE")) and not stop:
            time.sleep(1)
            at["paused"] += 1
        end = max(a.end, min(a.end + at["paused"], a.hard_end or a.end))
        begin = at["start"] + at["paused"]
        progress = (time.time() - begin) / (end - begin)
        done = progress >= 1 or bool(stop)
        if done or time.time() - saved > a.save_seconds:
            if sums[2]:
                at["saved"], at["mae"], at["contrast"] = time.time(), *(sums[:2] / sums[2]).tolist()
                with open(log, "a") as f:  # minutes, steps, images, mae, contrast, learning rate, threads
                    f.write(f"{(at['saved'] - at['start']) / 60:.1f},{at['step']},{at['seen']},{at['mae']:.4f},"
                            f"{at['contrast']:.4f},{rate:.2e},{torch.get_num_threads()}\n")
            torch.save({"model": model.state_dict(), "head": head.state_dict(), "rng": torch.get_rng_state(),
                        "optimiser": optimizer.state_dict(), "at": at, "arguments": vars(a)}, path + ".tmp")
            os.replace(path + ".tmp", path)
            sums, saved = np.zeros(3), time.time()
        if done:
            break
        cores.adapt()
        rate, final = a.lr * min(1, progress / a.warmup), progress >= a.final
        if progress > a.warmup:
            rate *= 0.5 * (1 + math.cos(math.pi * (progress - a.warmup) / (1 - a.warmup)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        per_epoch = len(images) // a.batch
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(a.seed + at["step"] // per_epoch))
        i = at["step"] % per_epoch * a.batch
        mae, contrast = losses(model, head, images[order[i:i + a.batch]], base, a, final)
        weight = a.final_contrast_weight if final else a.contrast_weight
        (a.mae_weight * mae + weight * contrast).backward()
        nn.utils.clip_grad_norm_([p for _, p in named], 3.0)
        optimizer.step(), optimizer.zero_grad()
        at["step"], at["seen"] = at["step"] + 1, at["seen"] + a.batch
        sums += (mae.item(), contrast.item(), 1)


if __name__ == "__main__":
    main()
