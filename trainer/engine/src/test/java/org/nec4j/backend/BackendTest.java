package org.nec4j.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackendTest {
    @Test
    void saysInOneSentenceWhatComputes() {
        assertThat(Backend.sentence())
                .startsWith("Computes with nd4j-")
                .contains(Backend.kernels().description())
                .endsWith(".")
                .doesNotContain("\n");
    }
}
