package org.nec4j.vit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.nn.BlockRanks;
import org.nec4j.nn.BlockWeights;
import org.nec4j.nn.PatchEmbedding;

/**
 * The shape of a masked autoencoder (He et al., arXiv 2111.06377), or of another ViT and a decoder that may be
 * trained for it.
 *
 * @param grid         h and w, an image in patches
 * @param patchSize    P, in pixels; an image has H = h * P rows and W = w * P columns
 * @param channels     C
 * @param dim          D, the encoder's width
 * @param depth        the encoder's blocks
 * @param heads        the encoder's attention heads, divides D
 * @param decoderDim   E, the decoder's width
 * @param decoderDepth the decoder's blocks
 * @param decoderHeads the decoder's attention heads, divides E
 * @param mlpRatio     hidden width of a block over its width
 * @param layerNormEps added to the variance in every norm
 * @param form         in what the encoder differs from that of a masked autoencoder
 * @param ranks        of the encoder's products
 */
public record VitShape(
        PatchGrid grid,
        int patchSize,
        int channels,
        int dim,
        int depth,
        int heads,
        int decoderDim,
        int decoderDepth,
        int decoderHeads,
        int mlpRatio,
        double layerNormEps,
        VitForm form,
        Ranks ranks) {

    /** Checks that the numbers fit each other. */
    public VitShape {
        require(patchSize > 0, "patches of " + patchSize + " pixels");
        require(heads > 0 && dim % heads == 0, "a width of " + dim + " is not divided by " + heads + " heads");
        require(
                decoderHeads > 0 && decoderDim % decoderHeads == 0,
                "a decoder width of " + decoderDim + " is not divided by " + decoderHeads + " heads");
        require(dim % 4 == 0 && decoderDim % 4 == 0, "sine-cosine positions need widths divisible by 4");
        require(
                !ranks.isFactorized() || ranks.numbers().size() == 1 + BlockRanks.COUNT * depth,
                ranks.numbers().size() + " ranks are none of " + depth + " blocks");
        require(channels > 0 && depth > 0 && decoderDepth > 0 && mlpRatio > 0, "counts must be positive");
    }

    /** That of a masked autoencoder on square images, S pixels a side, which P divides. */
    public VitShape(
            int imageSize,
            int patchSize,
            int channels,
            int dim,
            int depth,
            int heads,
            int decoderDim,
            int decoderDepth,
            int decoderHeads,
            int mlpRatio,
            double layerNormEps) {
        this(
                PatchGrid.of(imageSize, imageSize, patchSize),
                patchSize,
                channels,
                dim,
                depth,
                heads,
                decoderDim,
                decoderDepth,
                decoderHeads,
                mlpRatio,
                layerNormEps,
                VitForm.MAE,
                Ranks.WHOLE);
    }

    /** The same with products of these ranks. */
    public VitShape with(Ranks other) {
        return with(form, other);
    }

    /** The same with an encoder of this form. */
    public VitShape with(VitForm other) {
        return with(other, ranks);
    }

    private VitShape with(VitForm otherForm, Ranks otherRanks) {
        return new VitShape(
                grid,
                patchSize,
                channels,
                dim,
                depth,
                heads,
                decoderDim,
                decoderDepth,
                decoderHeads,
                mlpRatio,
                layerNormEps,
                otherForm,
                otherRanks);
    }

    /** Tokens in the encoder's blocks before those of patches. */
    public int prefix() {
        return form.prefix();
    }

    /** H, in pixels. */
    public int imageRows() {
        return grid.rows() * patchSize;
    }

    /** W, in pixels. */
    public int imageColumns() {
        return grid.columns() * patchSize;
    }

    /** Numbers in an image, C * H * W. */
    public int imageNumbers() {
        return Math.multiplyExact(channels, Math.multiplyExact(imageRows(), imageColumns()));
    }

    /** L, the patches of an image. */
    public int patches() {
        return grid.cells();
    }

    /** Numbers in a patch, C * P * P. */
    public int patchNumbers() {
        return channels * patchSize * patchSize;
    }

    /** Hidden width of an encoder block. */
    public int hidden() {
        return dim * mlpRatio;
    }

    /** Hidden width of a decoder block. */
    public int decoderHidden() {
        return decoderDim * mlpRatio;
    }

    /** Visible patches at a mask ratio, as {@code int(L * (1 - ratio))} of facebookresearch/mae. */
    public int visible(double maskRatio) {
        return (int) (patches() * (1 - maskRatio));
    }

    /** The encoder's tensors, name to shape, positions included. */
    public Map<String, long[]> encoderTensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        if (form.classToken()) {
            tensors.put("cls_token", new long[] {1, 1, dim});
        }
        if (form.registers() > 0) {
            tensors.put("reg_token", new long[] {1, form.registers(), dim});
        }
        tensors.put("pos_embed", new long[] {1, prefix() + patches(), dim});
        PatchEmbedding.product(channels, patchSize, dim, ranks.patchEmbedding())
                .forEach(p -> tensors.put(p.name(), p.shape()));
        if (form.preNorm()) {
            tensors.put("norm_pre.weight", new long[] {dim});
            tensors.put("norm_pre.bias", new long[] {dim});
        }
        for (int i = 0; i < depth; i++) {
            addBlock(tensors, "blocks." + i, dim, hidden(), ranks.block(i));
        }
        tensors.put("norm.weight", new long[] {dim});
        tensors.put("norm.bias", new long[] {dim});
        return tensors;
    }

    /** The decoder's tensors, name to shape, positions included. */
    public Map<String, long[]> decoderTensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        tensors.put("decoder_embed.weight", new long[] {decoderDim, dim});
        tensors.put("decoder_embed.bias", new long[] {decoderDim});
        tensors.put("mask_token", new long[] {1, 1, decoderDim});
        tensors.put("decoder_pos_embed", new long[] {1, 1 + patches(), decoderDim});
        for (int i = 0; i < decoderDepth; i++) {
            addBlock(tensors, "decoder_blocks." + i, decoderDim, decoderHidden(), BlockRanks.WHOLE);
        }
        tensors.put("decoder_norm.weight", new long[] {decoderDim});
        tensors.put("decoder_norm.bias", new long[] {decoderDim});
        tensors.put("decoder_pred.weight", new long[] {patchNumbers(), decoderDim});
        tensors.put("decoder_pred.bias", new long[] {patchNumbers()});
        return tensors;
    }

    /** All tensors, name to shape. */
    public Map<String, long[]> tensors() {
        Map<String, long[]> tensors = encoderTensors();
        tensors.putAll(decoderTensors());
        return tensors;
    }

    private static void addBlock(
            Map<String, long[]> tensors, String prefix, int width, int hiddenWidth, BlockRanks ranks) {
        BlockWeights.parameters(prefix, width, hiddenWidth, ranks).forEach(p -> tensors.put(p.name(), p.shape()));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
