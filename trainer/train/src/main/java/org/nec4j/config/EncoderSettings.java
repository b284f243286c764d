package org.nec4j.config;

import java.util.List;

/**
 * In what an encoder differs from that of a masked autoencoder; all of them have its pre-norm blocks.
 *
 * @param classToken         whether a class token comes first
 * @param registers          tokens behind it that belong to no patch
 * @param preNorm            whether tokens are normed before the first block
 * @param activation         of every block
 * @param positionResampling how positions of a checkpoint are brought to another grid
 * @param positionGrid       rows and columns of the checkpoint's positions, where they are no square; empty where they are
 */
public record EncoderSettings(
        boolean classToken,
        @Interval("[0, 1024]") int registers,
        boolean preNorm,
        Activation activation,
        PositionResampling positionResampling,
        @Interval("[1, 8192]") List<Integer> positionGrid) {

    /** What stands between the two layers of a block's perceptron. */
    public enum Activation {
        /** x Φ(x). */
        GELU,
        /** Its approximation by a hyperbolic tangent. */
        GELU_TANH,
        /** x σ(1.702 x). */
        QUICK_GELU
    }

    /** Cubic convolution, as one of three programs means it. */
    public enum PositionResampling {
        /** PyTorch's bicubic interpolation. */
        BICUBIC,
        /** The same with antialiasing. */
        ANTIALIASED,
        /** With the offset of a tenth of a cell. */
        OFFSET
    }

    public EncoderSettings {
        Violations wrong = new Violations();
        wrong.unless(
                positionGrid.isEmpty() || positionGrid.size() == 2,
                "position-grid",
                "has " + positionGrid.size() + " numbers; it is [] or a number of rows and one of columns");
        wrong.report();
    }
}
