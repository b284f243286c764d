package org.nec4j.config;

/**
 * The transform codec that {@code nec4j fit} makes in closed form.
 *
 * @param layers     whether it is coded in layers, and which
 * @param step       width of a quantization step; of a layered codec that of the token layer at its middle operating point
 * @param pooledStep that of the pooled layer of a layered codec
 * @param context    whether the token layer's tables are chosen by what is decoded before
 */
public record TransformSettings(
        Layers layers,
        @Interval("(0, 1e6]") double step,
        @Interval("(0, 1e6]") double pooledStep,
        boolean context) {
    /** What streams consist of. */
    public enum Layers {
        /** All tokens with one step, the class token among them. */
        NONE,
        /** The mean of the patch tokens alone. */
        POOLED,
        /** That first, then how tokens differ from it. */
        POOLED_AND_TOKENS
    }
}
