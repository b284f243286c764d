package org.nec4j.checkpoint;

/** How a checkpoint names its tensors. Whatever the style, they are handed out under the names of facebookresearch/mae. */
public enum KeyStyle {
    /** facebookresearch/mae, facebookresearch/dinov2 and timm: {@code blocks.0.attn.qkv.weight}, query, key and value in one tensor. */
    FACEBOOK_MAE,
    /**
     * Hugging Face ViTMAE, ViT, DeiT and DINOv2: {@code vit.encoder.layer.0.attention.attention.query.weight}, three tensors that are joined
     * along their first axis.
     */
    HUGGING_FACE_VITMAE,
    /** Hugging Face CLIP and SigLIP: {@code vision_model.encoder.layers.0.self_attn.q_proj.weight}. */
    HUGGING_FACE_CLIP,
    /** CLIP of OpenAI and open_clip: {@code visual.transformer.resblocks.0.attn.in_proj_weight}. */
    OPEN_CLIP
}
