"""Makes rectangle*.safetensors: a small vision transformer with random weights for images that are not square, and what timm and PyTorch
compute with it. Made by timm 1.0.31 and PyTorch 2.15:

    python rectangles.py

rectangle.safetensors is the checkpoint, for 96 x 160 pixels; rectangle-expected.safetensors holds `tokens_H_W`, [T, D], class token first, of
wave(H, W) at its own size and at others, to which timm resamples the positions; `square_H_W`, the same of timm-vit.safetensors, whose
positions are a square; and `table` and `wide`, positions of grids of 5 x 5 and 4 x 6 behind one row, with `timm_H_W`, `timm_wide_H_W`,
`mae_H_W` and `mae_wide_H_W`, what timm (with antialiasing) and PyTorch's bicubic alone make of them."""
import os

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from timm.layers import resample_abs_pos_embed
from timm.models.vision_transformer import VisionTransformer

HERE = os.path.dirname(os.path.abspath(__file__))
SMALL = dict(embed_dim=16, depth=2, num_heads=2, mlp_ratio=2, num_classes=0, dynamic_img_size=True)


def drawn(model, seed):
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            gain = p.dim() == 1 and name.endswith("weight")
            p.copy_((1 + 0.2 * torch.randn(p.shape, generator=g)) if gain else 0.3 * torch.randn(p.shape, generator=g))
    return model.eval()


def wave(height, width):
    i = torch.arange(3 * height * width, dtype=torch.float64)
    return (torch.sin(i * 0.37) + torch.cos(i * 0.011)).float().reshape(1, 3, height, width)


def mae(table, old, new):
    grid = table[:, 1:].reshape(1, *old, -1).permute(0, 3, 1, 2)
    grid = F.interpolate(grid, size=new, mode="bicubic", align_corners=False)
    return torch.cat([table[:, :1], grid.permute(0, 2, 3, 1).flatten(1, 2)], 1)[0]


out = {}
with torch.no_grad():
    model = drawn(VisionTransformer(img_size=(96, 160), patch_size=16, **SMALL), 40)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, os.path.join(HERE, "rectangle.safetensors"))
    for height, width in ((96, 160), (160, 96), (128, 128), (48, 240)):
        out["tokens_%d_%d" % (height, width)] = model.forward_features(wave(height, width))[0]
    square = VisionTransformer(img_size=16, patch_size=4, **SMALL).eval()
    square.load_state_dict(load_file(os.path.join(HERE, "timm-vit.safetensors")))
    for height, width in ((24, 40), (12, 8)):
        out["square_%d_%d" % (height, width)] = square.forward_features(wave(height, width))[0]
    table = torch.randn(1, 26, 8, generator=torch.Generator().manual_seed(30))
    wide = torch.randn(1, 25, 8, generator=torch.Generator().manual_seed(31))
    out.update(table=table[0], wide=wide[0])
    for new in ((3, 8), (7, 4), (5, 6)):
        name = "%d_%d" % new
        out["timm_" + name] = resample_abs_pos_embed(table, list(new), old_size=[5, 5])[0]
        out["timm_wide_" + name] = resample_abs_pos_embed(wide, list(new), old_size=[4, 6])[0]
        out["mae_" + name] = mae(table, (5, 5), new)
        out["mae_wide_" + name] = mae(wide, (4, 6), new)
save_file({k: v.contiguous() for k, v in out.items()}, os.path.join(HERE, "rectangle-expected.safetensors"))
