package org.nec4j.baseline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.codec.Codec;
import org.nec4j.transform.LayerBases;
import org.nec4j.transform.LayeredFit;
import org.nec4j.transform.LayeredSteps;
import org.nec4j.transform.TokenGrid;

/**
 * The layered codec that {@code nec4j fit} makes at its operating point "balanced", with the bytes of its files; with static tables, so that
 * it shows what the layout alone brings.
 *
 * @param grid       how an embedding's tokens lie
 * @param dim        numbers a token
 * @param pooledStep of the pooled layer, in units of the embedding
 * @param tokenStep  of the token layer; nothing where the pooled layer is coded alone
 */
public record FittedLayers(TokenGrid grid, int dim, double pooledStep, Optional<Double> tokenStep)
        implements Baseline<float[]> {
    /** The pooled layer alone. */
    public static FittedLayers pooled(TokenGrid grid, int dim, double step) {
        return new FittedLayers(grid, dim, step, Optional.empty());
    }

    /** Both layers, of which the token layer has this step, and the pooled layer {@code ratio} of it. */
    public static FittedLayers both(TokenGrid grid, int dim, double step, double ratio) {
        return new FittedLayers(grid, dim, step * ratio, Optional.of(step));
    }

    @Override
    public String system() {
        return tokenStep.isPresent() ? "nec4j layered" : "nec4j pooled layer";
    }

    @Override
    public String setting() {
        return tokenStep
                .map(step -> String.format(Locale.ROOT, "step %.3g, pooled %.3g", step, pooledStep))
                .orElseGet(() -> String.format(Locale.ROOT, "step %.3g", pooledStep));
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        LayerBases bases = LayerBases.closedForm(train, dim, grid);
        LayeredSteps steps = tokenStep
                .map(step -> LayeredSteps.both(pooledStep, step))
                .orElseGet(() -> LayeredSteps.pooledAlone(pooledStep));
        byte[] file =
                new LayeredFit(bases, steps, train, false).writer(List.of()).toBytes();
        return new CodecCoder(Codec.of(file, "the fitted codec"), file.length);
    }
}
