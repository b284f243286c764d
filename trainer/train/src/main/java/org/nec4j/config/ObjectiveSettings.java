package org.nec4j.config;

/**
 * What a step minimizes. Of {@code kind = nec}: with D the distortion (mean squared error of the masked patches' pixels, mean over the batch) and R the
 * estimated bits of the whole batch's embeddings, L = lambda D + R (NEC, arXiv 2403.17886, figure 2).
 *
 * @param kind             which objective, with the settings that are its own
 * @param lambda           weight of the distortion
 * @param lambdaConvention how R is counted beside lambda D
 * @param maskRatio        share of the patches that is hidden
 * @param normalizedPixels whether D compares patches after each was brought to mean 0 and variance 1
 * @param likelihood       how the bottleneck's probability of a symbol is computed
 */
public record ObjectiveSettings(
        ObjectiveChoice kind,
        @Interval("(0, inf)") double lambda,
        LambdaConvention lambdaConvention,
        @Interval("[0, 1)") double maskRatio,
        boolean normalizedPixels,
        Likelihood likelihood) {

    /** The two ways of counting R. One image-mean lambda times the batch size is the batch-sum lambda of the same trade-off. */
    public enum LambdaConvention {
        /** R is bits an image, so that lambda does not depend on the batch size. */
        IMAGE_MEAN,
        /** R is the bits of all images of a batch together, as in the reference implementation, whose values reach 1e10. */
        BATCH_SUM
    }

    /** Two formulas for p = sigmoid(upper) - sigmoid(lower). */
    public enum Likelihood {
        /** The plain difference, as CompressAI from 1.2.5 on. */
        DIFFERENCE,
        /** Both logits mirrored to the side where sigmoid keeps its digits, as CompressAI up to 1.2.4, which NEC used. */
        SIGN_TRICK
    }
}
