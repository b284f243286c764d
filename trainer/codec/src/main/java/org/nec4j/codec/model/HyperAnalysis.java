package org.nec4j.codec.model;

import java.util.ArrayList;
import java.util.List;

/** h_a: from |y|, or y itself, [tokens, dim] to the side information z [tokens, width]: a linear layer, ReLU, then blocks. */
final class HyperAnalysis {
    /** Layer 1 is the ReLU, which has no weights. */
    private static final int FIRST_BLOCK = 2;

    private static final String PREFIX = "h_a.";

    static final String FIRST_WEIGHT = PREFIX + "0.weight";

    private final boolean magnitudes;
    private final ScalarLinear first;
    private final List<ScalarBlock> blocks = new ArrayList<>();

    /** @param magnitudes whether it sees |y|; signs tell nothing of scales, but something of means */
    HyperAnalysis(CheckedTensors weights, boolean magnitudes, int dim, int width, int heads, float epsilon) {
        this.magnitudes = magnitudes;
        first = weights.linear(PREFIX + "0", dim, width);
        for (int i = FIRST_BLOCK; weights.contains(PREFIX + i + ".norm1.weight"); i++) {
            blocks.add(new ScalarBlock(weights, PREFIX + i + ".", width, heads, epsilon));
        }
    }

    /** How large a component of z can be where none of y is larger than this. */
    double reach(double y) {
        double bound = first.reach(y);
        for (ScalarBlock block : blocks) {
            bound = block.reach(bound);
        }
        return bound;
    }

    float[] apply(float[] y, int tokens) {
        float[] seen = y.clone();
        for (int i = 0; i < y.length && magnitudes; i++) {
            seen[i] = Math.abs(y[i]);
        }
        float[] x = ScalarLinear.relu(first.apply(seen, tokens));
        for (ScalarBlock block : blocks) {
            x = block.apply(x, tokens);
        }
        return x;
    }
}
