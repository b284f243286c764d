package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RandomMaskingTest {
    @Test
    void ordersPatchesByTheirNoise() {
        float[] noise = {0.4f, 0.1f, 0.9f, 0.3f, /* second image */ 0.5f, 0.5f, -0.0f, 0.0f};
        RandomMasking masking = RandomMasking.of(noise, 4, 0.5);
        assertThat(masking.keep()).isDeepEqualTo(new int[][] {{1, 3}, {2, 3}});
        assertThat(masking.restore()).isDeepEqualTo(new int[][] {{2, 0, 3, 1}, {2, 3, 0, 1}});
        assertThat(masking.mask()).containsExactly(1, 0, 1, 0, 1, 1, 0, 0);
    }

    @Test
    void negativeNoiseComesFirst() {
        assertThat(RandomMasking.of(new float[] {1f, -2f, -1f}, 3, 0).keep()).isDeepEqualTo(new int[][] {{1, 2, 0}});
    }

    @Test
    void keepsAsManyPatchesAsTheReference() {
        // int(L * (1 - ratio)) in Python
        assertThat(RandomMasking.kept(196, 0.75)).isEqualTo(49);
        assertThat(RandomMasking.kept(64, 0.9)).isEqualTo(6);
        assertThat(RandomMasking.kept(10, 0.7)).isEqualTo(3);
        assertThat(RandomMasking.kept(196, 0)).isEqualTo(196);
    }

    @Test
    void refusesToMaskEverything() {
        assertThatThrownBy(() -> RandomMasking.kept(16, 0.99)).hasMessageContaining("no visible patch");
    }
}
