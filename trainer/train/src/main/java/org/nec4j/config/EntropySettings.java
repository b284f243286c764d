package org.nec4j.config;

import java.util.List;

/**
 * The learned density that embeddings are coded with.
 *
 * @param model           kind of density, with the settings that are its own
 * @param hyperprior      the networks around the side information; unused by a factorized density
 * @param filters         widths of the density's hidden layers (Balle et al., arXiv 1802.01436, appendix 6.1)
 * @param initScale       half width of the support at the start, in quantization steps
 * @param tailMass        probability left to escapes
 * @param likelihoodBound floor of the likelihood, so that no symbol costs infinitely many bits
 */
public record EntropySettings(
        EntropyChoice model,
        HyperpriorSettings hyperprior,
        @Interval("[1, 64]") List<Integer> filters,
        @Interval("(0, 1e6]") double initScale,
        @Interval("(0, 0.1]") double tailMass,
        @Interval("[1e-30, 0.1]") double likelihoodBound) {

    public EntropySettings {
        Violations wrong = new Violations();
        wrong.unless(!filters.isEmpty(), "filters", "is empty; the density needs at least one hidden layer");
        wrong.report();
    }
}
