package org.nec4j.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The masked autoencoder: a ViT encoder and a narrower ViT decoder (He et al., arXiv 2111.06377).
 *
 * @param checkpoint       pretrained weights; absent means a random start
 * @param preset           the name of a block under {@code presets} that fills the sizes not given here
 * @param imageSize        of the input, pixels
 * @param patchSize        side of a patch, pixels; divides both sides of an image
 * @param channels         bands of the input
 * @param channelAdaptation how a checkpoint made for another number of bands is used
 * @param dim              width of the encoder and of the embedding
 * @param depth            encoder blocks
 * @param heads            attention heads of an encoder block
 * @param decoderDim       width of the decoder
 * @param decoderDepth     decoder blocks
 * @param decoderHeads     attention heads of a decoder block
 * @param mlpRatio         hidden width of a block's perceptron over the block's width
 * @param layerNormEpsilon added to the variance in every layer norm
 * @param encoder          in what the encoder differs from a masked autoencoder's
 * @param decoder          where the decoder comes from
 * @param decoderSteps     steps of its training on the frozen encoder, where it is trained first
 */
public record ModelSettings(
        @ExistingFile(orFolder = true) Optional<Path> checkpoint,
        String preset,
        ImageSides imageSize,
        @Interval("[1, 1024]") int patchSize,
        @Interval("[1, 1024]") int channels,
        ChannelAdaptation channelAdaptation,
        @Interval("[4, 16384]") int dim,
        @Interval("[1, 256]") int depth,
        @Interval("[1, 256]") int heads,
        @Interval("[4, 16384]") int decoderDim,
        @Interval("[1, 256]") int decoderDepth,
        @Interval("[1, 256]") int decoderHeads,
        @Interval("(0, 64]") double mlpRatio,
        @Interval("(0, 1)") double layerNormEpsilon,
        EncoderSettings encoder,
        DecoderStart decoder,
        @Interval("[1, 10000000]") int decoderSteps) {

    /** Where a decoder comes from, where one is needed. */
    public enum DecoderStart {
        /** Out of the checkpoint; without a checkpoint it is drawn like everything else. */
        CHECKPOINT,
        /** Trained before the run, on the frozen encoder. */
        WARM_UP
    }

    /** How a checkpoint made for another number of bands is used. */
    public enum ChannelAdaptation {
        /** Not at all. */
        REFUSE,
        /** Its bands' kernels in turn (timm's {@code adapt_input_conv}). */
        REPEAT,
        /** The mean of its bands' kernels for every band (the cross-modality start of Temporal Segment Networks, arXiv 1608.00859). */
        REPEAT_MEAN
    }

    public ModelSettings {
        Violations wrong = new Violations();
        boolean divides = imageSize.rows() % patchSize == 0 && imageSize.columns() % patchSize == 0;
        wrong.unless(
                divides,
                "image-size",
                imageSize + (imageSize.isSquare() ? " is not a multiple" : " are not both multiples")
                        + " of patch-size " + patchSize);
        wrong.unless(dim % heads == 0, "heads", heads + " do not divide dim " + dim);
        wrong.unless(
                decoderDim % decoderHeads == 0,
                "decoder-heads",
                decoderHeads + " do not divide decoder-dim " + decoderDim);
        wrong.unless(dim % 4 == 0, "dim", dim + " is not a multiple of 4, as the 2-D sine-cosine positions need");
        wrong.unless(
                decoderDim % 4 == 0,
                "decoder-dim",
                decoderDim + " is not a multiple of 4, as the 2-D sine-cosine positions need");
        wrong.unless(
                mlpRatio >= 1 && mlpRatio == Math.rint(mlpRatio),
                "mlp-ratio",
                mlpRatio + " is no whole number, and only whole ratios are supported");
        wrong.report();
    }

    /** Patches of an image. */
    public int patches() {
        return imageSize.rows() / patchSize * (imageSize.columns() / patchSize);
    }
}
