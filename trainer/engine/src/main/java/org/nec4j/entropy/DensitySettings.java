package org.nec4j.entropy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nec4j.codec.Codec;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.Likelihood;

/**
 * How factorized densities are learnt, alone or as the side information of a hyperprior.
 *
 * @param filters         widths of a density's hidden layers
 * @param initScale       half width of a density at the start, in quantization steps
 * @param tailMass        probability left to escapes
 * @param likelihood      convention of the likelihood
 * @param likelihoodBound floor of the likelihood of every symbol, also of those that side information describes
 */
public record DensitySettings(
        List<Integer> filters, double initScale, double tailMass, Likelihood likelihood, double likelihoodBound) {
    /** The likelihood's convention in a codec's settings, and its floor where it is not CompressAI's. */
    private static final String LIKELIHOOD = "likelihood";

    private static final String LIKELIHOOD_BOUND = "likelihood_bound";

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

    /** What a codec says of a density that its tables were built from. */
    Map<String, ?> toCodec() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put(LIKELIHOOD, likelihood.name());
        if (likelihoodBound != DensityKernel.BOUND) {
            said.put(LIKELIHOOD_BOUND, likelihoodBound);
        }
        return said;
    }

    /** The settings of the density that a codec's file keeps under a module's name, as far as an estimate needs them. */
    static Optional<DensitySettings> stored(Codec codec, SafeTensors file, String module) {
        JsonObject said = codec.settings();
        if (!said.contains(LIKELIHOOD)) {
            return Optional.empty();
        }
        double bound = said.contains(LIKELIHOOD_BOUND) ? said.number(LIKELIHOOD_BOUND) : DensityKernel.BOUND;
        DensitySettings others = compressAi();
        return FactorizedDensity.sized(key -> file.contains(module + "." + key)
                        ? Optional.of(file.shape(module + "." + key))
                        : Optional.empty())
                .map(density -> new DensitySettings(
                        density.filters(),
                        others.initScale,
                        others.tailMass,
                        Likelihood.valueOf(said.text(LIKELIHOOD)),
                        bound));
    }

    /** The estimate of a trained density whose tensors have names under a module's. */
    FactorizedEstimate estimate(
            String module, FactorizedDensity density, Function<String, float[]> tensors, Kernels kernels) {
        return new FactorizedEstimate(
                density, key -> tensors.apply(module + "." + key), likelihood, likelihoodBound, kernels);
    }

    /** Its tables: those that are kept, else built. */
    CdfTables tables(String module, FactorizedDensity density, Function<String, float[]> tensors, KeptTables kept) {
        return kept.tables(module)
                .orElseGet(() -> FactorizedTables.build(density, key -> tensors.apply(module + "." + key), likelihood));
    }

    /** Its tables where they are wanted. */
    Optional<CdfTables> builtIf(
            boolean wanted, String module, FactorizedDensity density, Function<String, float[]> tensors) {
        return wanted ? Optional.of(tables(module, density, tensors, KeptTables.NONE)) : Optional.empty();
    }
}
