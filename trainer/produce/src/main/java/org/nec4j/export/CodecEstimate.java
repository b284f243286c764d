package org.nec4j.export;

import java.util.Optional;
import org.nec4j.codec.Codec;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedEstimate;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.HyperpriorEstimate;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.entropy.HyperpriorShape;
import org.nec4j.entropy.RateEstimate;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.LayerContext;

/** The density that a codec's tables were built from, which its file keeps so that the rate in training can be told beside the real one. */
final class CodecEstimate {
    /** The likelihood's formula in a codec's settings. */
    static final String LIKELIHOOD = "likelihood";

    /** The likelihood's floor; where a codec does not say it, CompressAI's. */
    static final String LIKELIHOOD_BOUND = "likelihood_bound";

    private static final String HEADS = "h_s.heads";
    private static final String EPSILON = "h_s.layer_norm_eps";

    private final Codec codec;
    private final SafeTensors file;

    private CodecEstimate(Codec codec, SafeTensors file) {
        this.codec = codec;
        this.file = file;
    }

    /** The estimate; nothing for a transform codec, which has no density, and for files that do not hold it. */
    static Optional<RateEstimate> of(Codec codec, SafeTensors file, LayerContext context) {
        CodecEstimate estimate = new CodecEstimate(codec, file);
        if (!codec.settings().contains(LIKELIHOOD)) {
            return Optional.empty();
        }
        if (file.contains(FactorizedModel.BOTTLENECK + "." + FactorizedDensity.QUANTILES)) {
            return estimate.density(FactorizedModel.BOTTLENECK).map(found -> found);
        }
        return estimate.density(HyperpriorModel.BOTTLENECK)
                .map(side -> new HyperpriorEstimate(estimate.networks(), side, file::floats, context));
    }

    private Optional<FactorizedEstimate> density(String module) {
        Likelihood likelihood = Likelihood.valueOf(codec.settings().text(LIKELIHOOD));
        double bound = codec.settings().contains(LIKELIHOOD_BOUND)
                ? codec.settings().number(LIKELIHOOD_BOUND)
                : DensityKernel.BOUND;
        return FactorizedDensity.sized(key -> shape(module + "." + key))
                .map(shape -> new FactorizedEstimate(shape, key -> file.floats(module + "." + key), likelihood, bound));
    }

    private HyperpriorShape networks() {
        int blocks = 0;
        while (file.contains("h_s." + blocks + ".norm1.weight")) {
            blocks++;
        }
        boolean means = codec.model().startsWith("mean-scale");
        int width = (int) file.shape(HyperpriorModel.BOTTLENECK + "." + FactorizedDensity.QUANTILES)[0];
        return new HyperpriorShape(codec.dim(), width, file.ints(HEADS)[0], blocks, file.floats(EPSILON)[0], means);
    }

    private Optional<long[]> shape(String name) {
        return file.contains(name) ? Optional.of(file.shape(name)) : Optional.empty();
    }
}
