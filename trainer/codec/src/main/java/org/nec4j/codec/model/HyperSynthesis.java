package org.nec4j.codec.model;

import java.util.ArrayList;
import java.util.List;

/** h_s: from the side information zHat [tokens, width] to the parameters of y [tokens, outputs]: blocks, then a linear layer. */
final class HyperSynthesis {
    static final String PREFIX = "h_s.";

    private final List<ScalarBlock> blocks = new ArrayList<>();
    private final ScalarLinear last;

    HyperSynthesis(CheckedTensors weights, int width, int heads, float epsilon) {
        while (weights.contains(PREFIX + blocks.size() + ".norm1.weight")) {
            blocks.add(new ScalarBlock(weights, PREFIX + blocks.size() + ".", width, heads, epsilon));
        }
        String name = PREFIX + blocks.size();
        last = weights.linear(name, width, weights.outputs(name));
    }

    /** How large an output can be where no component of zHat is larger than this. */
    double reach(double zHat) {
        double bound = zHat;
        for (ScalarBlock block : blocks) {
            bound = block.reach(bound);
        }
        return last.reach(bound);
    }

    int outputs() {
        return last.outputs();
    }

    /** zHat [tokens, width] to [tokens, outputs], before any activation. */
    float[] apply(float[] zHat, int tokens) {
        float[] x = zHat;
        for (ScalarBlock block : blocks) {
            x = block.apply(x, tokens);
        }
        return last.apply(x, tokens);
    }
}
