"""Makes the files of this folder: small vision transformers with random weights under the names of whoever publishes them, and what
PyTorch computes with them. Run where torch, timm, transformers and safetensors are installed:

    python make.py

NAME.safetensors (or .pth) is the checkpoint; NAME-expected.safetensors holds `images` [B, 3, S, S], `tokens` [B, T, D] that leave the
final norm (class token first where the model has one, register tokens left out), and the same at another size of image as
`images_other` and `tokens_other`, positions interpolated as the peer does by itself."""
import os
import tempfile

import timm
import torch
import torch.nn.functional as F
import transformers as T
from safetensors.torch import load_file, save_file
from timm.layers import resample_abs_pos_embed
from timm.models.vision_transformer import VisionTransformer

HERE = os.path.dirname(os.path.abspath(__file__))
HF = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=16, patch_size=4)
TIMM = dict(embed_dim=16, depth=2, num_heads=2, img_size=16, patch_size=4, mlp_ratio=2, num_classes=0)


def drawn(model, seed):
    """Every number of the model drawn: gains around 1, all others around 0, nothing left at a value that hides a mistake."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            gain = p.dim() == 1 and name.endswith("weight") or "gamma" in name or "lambda1" in name
            p.copy_((1 + 0.2 * torch.randn(p.shape, generator=g)) if gain else 0.3 * torch.randn(p.shape, generator=g))
    return model.eval()


def images(seed, count, side):
    return torch.randn(count, 3, side, side, generator=torch.Generator().manual_seed(seed))


def published(model):
    """The state dict as save_pretrained writes it, which is what is published."""
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        return load_file(os.path.join(folder, "model.safetensors"))


def write(name, state, forward, side=16, other=24, seed=0, pth=False, count=2):
    state = {k: v.contiguous().clone() for k, v in state.items()}
    if pth:
        torch.save({"model": state}, os.path.join(HERE, name + ".pth"))
    else:
        save_file(state, os.path.join(HERE, name + ".safetensors"))
    x, z = images(seed, count, side), images(seed + 1, 1, other)
    with torch.no_grad():
        out = {"images": x, "tokens": forward(x), "images_other": z, "tokens_other": forward(z)}
    save_file({k: v.contiguous().clone() for k, v in out.items()}, os.path.join(HERE, name + "-expected.safetensors"))


def timm_model(name, seed, keep=lambda t: t, **settings):
    model = drawn(VisionTransformer(**{**TIMM, **settings}, dynamic_img_size=True), seed)
    write(name, model.state_dict(), lambda x: keep(model.forward_features(x)), seed=seed)
    return model


def without(first, count):
    return lambda t: torch.cat([t[:, :first], t[:, first + count:]], 1)


timm_model("timm-vit", 10)
timm_model("timm-vit-classifier", 11, num_classes=3, qkv_bias=False)
timm_model("timm-vit-registers", 12, keep=without(1, 3), reg_tokens=3, no_embed_class=True, init_values=1e-5)
timm_model("timm-vit-no-class-token", 13, class_token=False, global_pool="avg", fc_norm=False)
timm_model("timm-deit3", 14, no_embed_class=True, init_values=1e-5)
timm_model("timm-siglip", 15, class_token=False, global_pool="map", act_layer="gelu_tanh")
timm_model("timm-clip", 16, pre_norm=True, act_layer="quick_gelu")

deit = drawn(timm.models.deit.VisionTransformerDistilled(**{**TIMM, "num_classes": 2}, dynamic_img_size=True), 17)
write("timm-deit-distilled", deit.state_dict(), lambda x: without(1, 1)(deit.forward_features(x)), seed=17)

vit = drawn(T.ViTModel(T.ViTConfig(**HF, intermediate_size=32, layer_norm_eps=1e-6)), 20)
write("hf-vit", published(vit), lambda x: vit(x, interpolate_pos_encoding=x.shape[-1] != 16).last_hidden_state, seed=20)

hf_deit = drawn(T.DeiTModel(T.DeiTConfig(**HF, intermediate_size=32, layer_norm_eps=1e-6), add_pooling_layer=False), 21)
write("hf-deit", published(hf_deit),
      lambda x: without(1, 1)(hf_deit(x, interpolate_pos_encoding=x.shape[-1] != 16).last_hidden_state), seed=21)

dino = drawn(T.Dinov2Model(T.Dinov2Config(**HF, mlp_ratio=2)), 22)
write("hf-dinov2", published(dino), lambda x: dino(x).last_hidden_state, seed=22)

PATCH14 = {**HF, "patch_size": 14, "image_size": 42}
registers = drawn(T.Dinov2WithRegistersModel(T.Dinov2WithRegistersConfig(**PATCH14, mlp_ratio=2, num_register_tokens=4)), 23)
write("hf-dinov2-registers", published(registers), lambda x: without(1, 4)(registers(x).last_hidden_state),
      side=42, other=56, seed=23, count=1)


def facebook(state, prefix="encoder.layer."):
    """Hugging Face's names of DINOv2 as facebookresearch/dinov2 has them."""
    outside = {"embeddings.cls_token": "cls_token", "embeddings.mask_token": "mask_token",
               "embeddings.position_embeddings": "pos_embed", "embeddings.register_tokens": "register_tokens",
               "embeddings.patch_embeddings.projection.weight": "patch_embed.proj.weight",
               "embeddings.patch_embeddings.projection.bias": "patch_embed.proj.bias",
               "layernorm.weight": "norm.weight", "layernorm.bias": "norm.bias"}
    out = {outside[k]: v for k, v in state.items() if k in outside}
    blocks = {k[len(prefix):].split(".", 1)[0] for k in state if k.startswith(prefix)}
    for i in sorted(blocks, key=int):
        p = prefix + i + "."
        for kind in ("weight", "bias"):
            out["blocks.%s.attn.qkv.%s" % (i, kind)] = torch.cat(
                [state[p + "attention.attention.%s.%s" % (part, kind)] for part in ("query", "key", "value")])
            out["blocks.%s.attn.proj.%s" % (i, kind)] = state[p + "attention.output.dense." + kind]
            for part in ("norm1", "norm2", "mlp.fc1", "mlp.fc2"):
                out["blocks.%s.%s.%s" % (i, part, kind)] = state[p + part + "." + kind]
        out["blocks.%s.ls1.gamma" % i] = state[p + "layer_scale1.lambda1"]
        out["blocks.%s.ls2.gamma" % i] = state[p + "layer_scale2.lambda1"]
    return out


class FacebookPositions(torch.nn.Module):
    """interpolate_pos_encoding of facebookresearch/dinov2 for its models without registers: interpolate_offset = 0.1, no antialiasing."""

    def __init__(self, table):
        super().__init__()
        self.table = table

    def forward(self, side):
        patches = self.table[:, 1:]
        n = int(patches.shape[1] ** 0.5)
        if side == n:
            return self.table
        scale = float(side + 0.1) / n
        grid = patches.reshape(1, n, n, -1).permute(0, 3, 1, 2)
        grid = F.interpolate(grid, scale_factor=(scale, scale), mode="bicubic", antialias=False)
        assert grid.shape[-1] == side
        return torch.cat([self.table[:, :1], grid.permute(0, 2, 3, 1).reshape(1, side * side, -1)], 1)


def facebook_dinov2():
    model = drawn(T.Dinov2Model(T.Dinov2Config(**HF, mlp_ratio=2)), 24)
    positions = FacebookPositions(model.embeddings.position_embeddings.detach())

    def forward(x):
        table = positions(x.shape[-1] // 4)
        model.embeddings.interpolate_pos_encoding = lambda embeddings, height, width: table
        return model(x).last_hidden_state

    write("facebook-dinov2", facebook(published(model)), forward, seed=24, pth=True)


facebook_dinov2()

registers2 = drawn(T.Dinov2WithRegistersModel(T.Dinov2WithRegistersConfig(**HF, mlp_ratio=2, num_register_tokens=2)), 25)
write("facebook-dinov2-registers", facebook(published(registers2)), lambda x: without(1, 2)(registers2(x).last_hidden_state),
      seed=25, pth=True)

# CLIP's post_layernorm sees the class token alone there; tokens for other uses are those that it norms, as in timm.
clip = drawn(T.CLIPModel(T.CLIPConfig(
    vision_config=dict(**HF, intermediate_size=32),
    text_config=dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, vocab_size=20,
                     max_position_embeddings=5), projection_dim=8)), 26)
write("hf-clip", published(clip), lambda x: clip.vision_model.post_layernorm(
    clip.vision_model(x, interpolate_pos_encoding=x.shape[-1] != 16).last_hidden_state), seed=26)


def open_clip(state):
    """Hugging Face's names of CLIP as OpenAI and open_clip have them."""
    v = "vision_model."
    out = {"visual.class_embedding": state[v + "embeddings.class_embedding"],
           "visual.positional_embedding": state[v + "embeddings.position_embedding.weight"],
           "visual.conv1.weight": state[v + "embeddings.patch_embedding.weight"],
           "visual.proj": state["visual_projection.weight"].T, "logit_scale": state["logit_scale"],
           "token_embedding.weight": state["text_model.embeddings.token_embedding.weight"],
           "positional_embedding": state["text_model.embeddings.position_embedding.weight"],
           "transformer.resblocks.0.ln_1.weight": state["text_model.encoder.layers.0.layer_norm1.weight"],
           "text_projection": state["text_projection.weight"].T}
    for kind in ("weight", "bias"):
        out["visual.ln_pre." + kind] = state[v + "pre_layrnorm." + kind]
        out["visual.ln_post." + kind] = state[v + "post_layernorm." + kind]
        for i in range(2):
            a, b = "%sencoder.layers.%d." % (v, i), "visual.transformer.resblocks.%d." % i
            out[b + "attn.in_proj_" + kind] = torch.cat(
                [state[a + "self_attn.%s_proj.%s" % (part, kind)] for part in ("q", "k", "v")])
            out[b + "attn.out_proj." + kind] = state[a + "self_attn.out_proj." + kind]
            for mine, theirs in (("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"), ("mlp.fc1", "mlp.c_fc"),
                                 ("mlp.fc2", "mlp.c_proj")):
                out[b + theirs + "." + kind] = state[a + mine + "." + kind]
    return out


write("open-clip", open_clip(published(clip)), lambda x: clip.vision_model.post_layernorm(
    clip.vision_model(x, interpolate_pos_encoding=x.shape[-1] != 16).last_hidden_state), seed=26)

siglip = drawn(T.SiglipVisionModel(T.SiglipVisionConfig(**HF, intermediate_size=32)), 27)
write("hf-siglip", published(siglip),
      lambda x: siglip(x, interpolate_pos_encoding=x.shape[-1] != 16).last_hidden_state, seed=27)

# facebookresearch/mae and its copy in transformers; the random mask of the latter is left out by a mask ratio of 0 and the order undone.
mae = drawn(T.ViTMAEModel(T.ViTMAEConfig(**HF, intermediate_size=32, mask_ratio=0.0, layer_norm_eps=1e-6)), 28)


def unshuffled(x):
    noise = torch.arange((x.shape[-1] // 4) ** 2, dtype=torch.float32).repeat(x.shape[0], 1)
    return mae(x, noise=noise, interpolate_pos_encoding=x.shape[-1] != 16).last_hidden_state


write("hf-mae-encoder", published(mae), unshuffled, seed=28)
hf = published(mae)
hf = {k.removeprefix("vit."): v for k, v in hf.items()}
fb = facebook({**{k.replace("layernorm_before", "norm1").replace("layernorm_after", "norm2")
                  .replace("intermediate.dense", "mlp.fc1"): v for k, v in hf.items() if ".output.dense" not in k},
               **{(k if "attention.output" in k else k.replace("output.dense", "mlp.fc2")): v
                  for k, v in hf.items() if ".output.dense" in k},
               **{"encoder.layer.%d.layer_scale%d.lambda1" % (i, j): torch.ones(16) for i in range(2) for j in (1, 2)}})
write("facebook-mae-encoder", {k: v for k, v in fb.items() if "gamma" not in k}, unshuffled, seed=28, pth=True)

# Positions alone, brought to another grid by each rule: old grid 5 (or 4 x 6), prefix of one row.
table = torch.randn(1, 26, 8, generator=torch.Generator().manual_seed(30))
wide = torch.randn(1, 25, 8, generator=torch.Generator().manual_seed(31))
rules = {"table": table[0], "wide": wide[0]}
for side in (3, 5, 8):
    rules["timm_%d" % side] = resample_abs_pos_embed(table, [side, side])[0]
    rules["facebook_%d" % side] = FacebookPositions(table)(side)[0]
    rules["timm_wide_%d" % side] = resample_abs_pos_embed(wide, [side, side], old_size=[4, 6])[0]
save_file({k: v.contiguous().clone() for k, v in rules.items()}, os.path.join(HERE, "positions.safetensors"))
