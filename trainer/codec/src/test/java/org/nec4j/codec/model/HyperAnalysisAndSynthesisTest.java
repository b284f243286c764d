package org.nec4j.codec.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.tensor.SafeTensors;

/** The scalar networks against PyTorch and timm on random weights (width 16, 4 heads, 9 tokens, layer-norm epsilon 1e-6). */
class HyperAnalysisAndSynthesisTest {
    private static final int TOKENS = 9;

    @Test
    void synthesisAgreesWithThePeer() {
        try (SafeTensors file = Resources.tensors("hyperprior_networks.safetensors")) {
            HyperSynthesis network = new HyperSynthesis(new CheckedTensors(file), 16, 4, 1e-6f);
            assertThat(network.outputs()).isEqualTo(12);
            agrees(network.apply(file.floats("z_hat"), TOKENS), file.floats("parameters"));
        }
    }

    @Test
    void analysisAgreesWithThePeer() {
        try (SafeTensors file = Resources.tensors("hyperprior_networks.safetensors")) {
            HyperAnalysis network = new HyperAnalysis(new CheckedTensors(file), true, 12, 16, 4, 1e-6f);
            agrees(network.apply(file.floats("y"), TOKENS), file.floats("z"));
        }
    }

    @Test
    void withMeansTheAnalysisSeesSigns() {
        try (SafeTensors file = Resources.tensors("hyperprior_networks.safetensors")) {
            CheckedTensors weights = new CheckedTensors(file);
            float[] y = file.floats("y");
            float[] magnitudes = new float[y.length];
            for (int i = 0; i < y.length; i++) {
                magnitudes[i] = Math.abs(y[i]);
            }
            HyperAnalysis network = new HyperAnalysis(weights, false, 12, 16, 4, 1e-6f);
            agrees(network.apply(magnitudes, TOKENS), file.floats("z"));
            assertThat(network.apply(y, TOKENS)).isNotEqualTo(network.apply(magnitudes, TOKENS));
        }
    }

    private static void agrees(float[] actual, float[] expected) {
        double squares = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += expected[i] * expected[i];
            difference += Math.pow(actual[i] - expected[i], 2);
        }
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(Math.sqrt(difference / squares)).isLessThan(1e-6);
    }
}
