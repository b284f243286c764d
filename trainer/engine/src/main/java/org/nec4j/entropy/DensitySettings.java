package org.nec4j.entropy;

import java.util.List;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.Likelihood;

/**
 * How factorised densities are learnt, alone or as the side information of a hyperprior.
 *
 * @param filters         widths of a density's hidden layers
 * @param initScale       half width of a density at the start, in quantisation steps
 * @param tailMass        probability left to escapes
 * @param likelihood      convention of the likelihood
 * @param likelihoodBound floor of the likelihood of every symbol, also of those that side information describes
 */
public record DensitySettings(
        List<Integer> filters, double initScale, double tailMass, Likelihood likelihood, double likelihoodBound) {
    /** Copies the widths. */
    public DensitySettings {
        filters = List.copyOf(filters);
    }

    /** CompressAI's, from version 1.2.5 on. */
    public static DensitySettings compressAi() {
        return new DensitySettings(List.of(3, 3, 3, 3), 10, 1e-9, Likelihood.DIFFERENCE, DensityKernel.BOUND);
    }

    /** The same with another convention of the likelihood. */
    public DensitySettings with(Likelihood convention) {
        return new DensitySettings(filters, initScale, tailMass, convention, likelihoodBound);
    }

    /** The density of so many channels. */
    public FactorizedDensity density(int channels) {
        return new FactorizedDensity(channels, filters);
    }
}
