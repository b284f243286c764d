package org.nec4j.checkpoint;

/** How a checkpoint names its tensors. Whatever the style, they are handed out under the names of facebookresearch/mae. */
public enum KeyStyle {
    /** facebookresearch/mae and timm: {@code blocks.0.attn.qkv.weight}, query, key and value in one tensor. */
    FACEBOOK_MAE,
    /**
     * Hugging Face ViTMAE and ViT: {@code vit.encoder.layer.0.attention.attention.query.weight}, three tensors that are joined
     * along their first axis.
     */
    HUGGING_FACE_VITMAE
}
