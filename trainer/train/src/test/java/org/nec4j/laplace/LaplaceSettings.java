package org.nec4j.laplace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.assembly.EntropyDesign;
import org.nec4j.config.Experiment;
import org.nec4j.config.Interval;
import org.nec4j.entropy.EntropyModel;

/**
 * The settings of {@link LaplaceModel}, for docs/extending.md: {@code entropy { model = laplace, laplace.initial-scale = 1 }}.
 *
 * @param initialScale of all channels' densities at the start, in quantization steps
 */
public record LaplaceSettings(@Interval("(0, 1e4]") double initialScale) implements EntropyDesign {
    /** The defaults. */
    public LaplaceSettings() {
        this(2);
    }

    @Override
    public String word() {
        return "laplace";
    }

    @Override
    public Map<String, String> ignores() {
        Map<String, String> ignored = new LinkedHashMap<>();
        List.of("hyperprior", "filters", "init-scale", "tail-mass")
                .forEach(key -> ignored.put("entropy." + key, "; take it away"));
        return ignored;
    }

    @Override
    public EntropyModel model(Experiment experiment) {
        return new LaplaceModel(
                experiment.model().dim(), initialScale, experiment.entropy().likelihoodBound());
    }
}
