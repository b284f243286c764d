package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * A hyperprior in a codec file.
 *
 * @param means whether side information gives means beside scales
 */
record HyperpriorFormat(boolean means) implements LatentFormat {
    private static final String SIDE = "entropy_bottleneck.";
    private static final String GAUSSIAN = "gaussian_conditional.";
    private static final String SCALES = GAUSSIAN + "scale_table";
    private static final String HEADS = HyperSynthesis.PREFIX + "heads";
    private static final String EPSILON = HyperSynthesis.PREFIX + "layer_norm_eps";

    @Override
    public String model() {
        return means ? HyperpriorCoder.MEAN_SCALE_MODEL : HyperpriorCoder.SCALE_MODEL;
    }

    @Override
    public List<String> decodingTensors(Collection<String> names) {
        Stream<String> synthesis = names.stream()
                .filter(name -> name.startsWith(HyperSynthesis.PREFIX))
                .filter(name -> !name.equals(HEADS) && !name.equals(EPSILON))
                .sorted();
        return Stream.of(
                        FactorizedFormat.tensors(SIDE).stream(),
                        Stream.of(SCALES),
                        StoredTables.names(GAUSSIAN).stream(),
                        Stream.of(HEADS, EPSILON),
                        synthesis)
                .flatMap(part -> part)
                .toList();
    }

    @Override
    public LatentCoder read(SafeTensors file) {
        FactorizedCoder side = FactorizedFormat.read(file, SIDE);
        int[] heads = file.ints(HEADS);
        float[] epsilon = file.floats(EPSILON);
        int width = side.dim();
        if (heads.length != 1 || heads[0] < 1 || width % heads[0] != 0 || epsilon.length != 1 || !(epsilon[0] > 0)) {
            throw new UserException("\"" + HEADS + "\" must be one number that divides " + width + ", \"" + EPSILON
                    + "\" one positive number");
        }
        CheckedTensors weights = new CheckedTensors(file);
        HyperSynthesis synthesis = new HyperSynthesis(weights, width, heads[0], epsilon[0]);
        int dim = means ? synthesis.outputs() / 2 : synthesis.outputs();
        Optional<HyperAnalysis> analysis = weights.contains(HyperAnalysis.FIRST_WEIGHT)
                ? Optional.of(new HyperAnalysis(weights, !means, dim, width, heads[0], epsilon[0]))
                : Optional.empty();
        ScaleTable scales = new ScaleTable(file.floats(SCALES));
        return new HyperpriorCoder(means, side, synthesis, analysis, scales, StoredTables.read(file, GAUSSIAN));
    }

    /** All but the networks' tensors, as {@link CodecWriter#hyperprior} takes them. */
    CodecWriter write(float[] medians, CdfTables side, float[] scales, CdfTables tables, int heads, float epsilon) {
        return FactorizedFormat.write(CodecWriter.of(model()), SIDE, medians, side)
                .tables(GAUSSIAN, tables)
                .floats(SCALES, new long[] {scales.length}, scales.clone())
                .ints(HEADS, new long[0], new int[] {heads})
                .floats(EPSILON, new long[0], new float[] {epsilon});
    }
}
