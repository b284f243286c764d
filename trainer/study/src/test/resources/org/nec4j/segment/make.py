# The reference's segmentation head assembled from torch.nn at a small size: forward values and gradients for SegmentationNetworkTest.
#
#   python make.py head.safetensors           tiles of 2 x 2 tokens
#   python make.py head-wide.safetensors 2 3  tiles of 2 x 3 tokens, the same weights, which are left out
import json, sys, numpy as np, torch, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(5); torch.set_num_threads(1)
D, K, C, A, B = 8, 3, 5, 3, 3
GH, GW = map(int, sys.argv[2:4]) if len(sys.argv) > 2 else (2, 2)
class Block(nn.Module):
    def __init__(s, c):
        super().__init__(); s.conv1 = nn.Conv2d(c, c, 3, padding=1); s.norm = nn.BatchNorm2d(c); s.conv2 = nn.Conv2d(c, c, 3, padding=1)
    def forward(s, x): return x + F.gelu(s.conv2(s.norm(F.gelu(s.conv1(x)))))
class Up(nn.Module):
    def __init__(s, c):
        super().__init__(); s.conv = nn.Conv2d(c, 4*c, 3, padding=1); s.bn = nn.BatchNorm2d(c); s.ps = nn.PixelShuffle(2)
    def forward(s, x): return F.relu(s.bn(s.ps(s.conv(x))))
class Mod(nn.Module):
    def __init__(s, i, o):
        super().__init__(); s.conv = nn.Conv2d(i, o, 3, padding=1, bias=False); s.bn = nn.BatchNorm2d(o)
    def forward(s, x): return F.relu(s.bn(s.conv(x)))
class Neck(nn.Module):
    def __init__(s):
        super().__init__(); s.first_conv = nn.Conv2d(D, D//2, 3, padding=1)
        s.conv_blocks = nn.Sequential(*[Block(D//2) for _ in range(6)]); s.upscaling_blocks = nn.Sequential(Up(D//2), Up(D//2))
    def forward(s, x):
        o = s.first_conv(x); return s.upscaling_blocks(s.conv_blocks(o) + o)
class Fcn(nn.Module):
    def __init__(s, c, n, cat):
        super().__init__(); w = D//2
        s.convs = nn.Sequential(*[Mod(w if i == 0 else c, c) for i in range(n)])
        if cat: s.conv_cat = Mod(w + c, c)
        s.cat = cat; s.conv_seg = nn.Conv2d(c, K, 1)
    def forward(s, x):
        f = s.convs(x)
        if s.cat: f = s.conv_cat(torch.cat([x, f], 1))
        return s.conv_seg(f)
class Net(nn.Module):
    def __init__(s):
        super().__init__(); s.neck = Neck(); s.decode_head = Fcn(C, 2, True); s.auxiliary_head = Fcn(A, 1, False)
    def forward(s, x): n = s.neck(x); return s.decode_head(n), s.auxiliary_head(n)
net = Net()
with torch.no_grad():
    for n, p in net.named_parameters():
        if p.dim() == 1: p.add_(torch.randn_like(p) * 0.2)
        p.copy_((p * 4096).round() / 4096)  # few digits in the file
    for n, b in net.named_buffers():
        if 'running' in n: b.copy_(((torch.rand_like(b) + 0.5) * 64).round() / 64)
        
x = (torch.randn(B, GH*GW, D) * 256).round() / 256
labels = torch.randint(0, K, (B, 4*GH, 4*GW)).repeat_interleave(4, 1).repeat_interleave(4, 2)
labels[0, :9, :] = 255
xin = x.transpose(1, 2).reshape(B, D, GH, GW)
def ours(name, t):
    if name.endswith('conv_cat.conv.weight'): raise KeyError
    if t.dim() == 4 and t.shape[2] == 3:
        if 'upscaling' in name:
            o = t.shape[0] // 4; t = t.reshape(o, 4, *t.shape[1:]).transpose(0, 1).reshape(4*o, *t.shape[1:])
        t = t.permute(0, 2, 3, 1)
    elif t.dim() == 1 and 'upscaling' in name and 'conv' in name:
        o = t.shape[0] // 4; t = t.reshape(o, 4).t()
    return t.reshape(-1)
def put(out, name, t):
    if 'num_batches' in name: return
    if name == 'decode_head.conv_cat.conv.weight':
        out['decode_head.conv_cat.neck.weight'] = t[:, :D//2].permute(0, 2, 3, 1).reshape(-1)
        out['decode_head.conv_cat.features.weight'] = t[:, D//2:].permute(0, 2, 3, 1).reshape(-1)
    else: out[name] = ours(name, t)
weights = {}
for n, t in net.state_dict().items(): put(weights, n, t.detach().clone())
net.eval(); e0, e1 = net(xin)
net.train(); s0, s1 = net(xin)
up = lambda s: F.interpolate(s, size=(16*GH, 16*GW), mode='bilinear', align_corners=False)
l0 = F.cross_entropy(up(s0), labels, ignore_index=255); l1 = F.cross_entropy(up(s1), labels, ignore_index=255)
loss = l0 + 0.4 * l1
loss.backward()
grads = {}
for n, p in net.named_parameters(): put(grads, n, p.grad.detach())
after = {}
for n, t in net.state_dict().items():
    if 'running' in n: put(after, n, t.detach())
opt = torch.optim.AdamW([{'params': [p for p in net.parameters() if p.dim() > 1], 'weight_decay': .05}, {'params': [p for p in net.parameters() if p.dim() == 1], 'weight_decay': 0}], lr=1e-2, betas=(.9, .999), eps=1e-8)
opt.step()
stepped = {}
for n, p in net.named_parameters(): put(stepped, n, p.detach())
last = lambda s: s.permute(0, 2, 3, 1).reshape(-1)
from safetensors.numpy import save_file
def arr(d, pre): return {pre + k: np.ascontiguousarray(v.detach().numpy().astype(np.float32)) for k, v in d.items()}
t = {**arr(weights, 'weights/'), **arr(grads, 'gradients/'), **arr(after, 'after/'), **arr(stepped, 'stepped/'),
  'tokens': x.reshape(-1).numpy(), 'labels': labels.reshape(-1).numpy().astype(np.float32),
  'scores': last(e0).detach().numpy().copy(), 'losses': np.array([l0.item(), l1.item()], np.float32)}
if GH != GW: t = {k: v for k, v in t.items() if k.split("/")[0] not in ("weights", "after", "stepped")}
save_file({k: np.ascontiguousarray(v) for k, v in t.items()}, sys.argv[1])
print(loss.item(), l0.item(), l1.item(), sum(v.numel() for v in weights.values()))
