package org.nec4j.codec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.tensor.SafeTensors;

class ScalarPostFilterTest {
    private static final int TOKENS = 6;
    private static final int DIM = 8;
    private static final int STEPS = 2;

    /** Its transformer block is a layer of PyTorch there; make_post_filter.py beside the vectors wrote them. */
    @Test
    void agreesWithPyTorch() {
        try (SafeTensors file = Resources.tensors("post_filter.safetensors")) {
            ScalarPostFilter filter = new ScalarPostFilter(new CheckedTensors(file), "filter.", TOKENS, DIM, STEPS);
            for (int step = 0; step < STEPS; step++) {
                float[] filtered = filter.apply(file.floats("x"), step);
                float[] wanted = file.floats("y" + step);
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(filtered[i]).isCloseTo(wanted[i], within(1e-5f));
                }
            }
        }
    }
}
