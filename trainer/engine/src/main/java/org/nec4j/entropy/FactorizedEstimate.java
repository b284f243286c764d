package org.nec4j.entropy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.Parameter;

/** Bits that a trained factorized density takes for embeddings [T, C], rounded or under noise, as training counts them. */
public final class FactorizedEstimate implements RateEstimate {
    private final DensityParameters parameters;
    private final float[] medians;
    private final Likelihood likelihood;
    private final double bound;
    private final Kernels kernels;

    /**
     * For a trained density.
     *
     * @param byKey   its tensors and quantiles, row-major, by their keys
     * @param bound   floor of the likelihood
     * @param kernels what computes
     */
    public FactorizedEstimate(
            FactorizedDensity shape,
            Function<String, float[]> byKey,
            Likelihood likelihood,
            double bound,
            Kernels kernels) {
        Map<String, long[]> sizes = new HashMap<>();
        for (Parameter parameter : shape.parameters("")) {
            sizes.put(parameter.key(), parameter.shape());
        }
        this.parameters = shape.tensors(key -> kernels.copies().array(byKey.apply(key), sizes.get(key)));
        this.medians = FactorizedDensity.medians(byKey.apply(FactorizedDensity.QUANTILES));
        this.likelihood = likelihood;
        this.bound = bound;
        this.kernels = kernels;
    }

    @Override
    public double bits(float[] y, int tokens, Perturbation perturbation) {
        return bits(perturbed(y, perturbation), tokens);
    }

    /** y [T, C] perturbed around the medians. */
    float[] perturbed(float[] y, Perturbation perturbation) {
        float[] rated = y.clone();
        for (int i = 0; i < rated.length; i++) {
            rated[i] = perturbation.apply(rated[i], medians[i % medians.length]);
        }
        return rated;
    }

    /** Bits of perturbed numbers [T, C]. */
    double bits(float[] rated, int tokens) {
        INDArray values = kernels.copies().array(rated, tokens, medians.length);
        return kernels.density().bits(values, parameters, likelihood, bound);
    }

    double bound() {
        return bound;
    }
}
