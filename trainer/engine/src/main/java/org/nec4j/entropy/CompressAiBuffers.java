package org.nec4j.entropy;

import java.util.Optional;
import java.util.function.Function;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.kernel.GaussianKernel;

/**
 * What CompressAI's entropy models keep in a state dict beside their parameters: integer tables, which are empty until
 * {@code update()} has built them, and constants.
 */
public final class CompressAiBuffers {
    private static final String CDF = "._quantized_cdf";
    private static final String LENGTHS = "._cdf_length";
    private static final String OFFSETS = "._offset";
    private static final String TARGET = ".target";
    private static final String LIKELIHOOD_BOUND = ".likelihood_lower_bound.bound";
    private static final String SCALES = ".scale_table";

    private CompressAiBuffers() {}

    /** Names of the buffers of an {@code EntropyBottleneck} under this name. */
    public static String[] ofBottleneck(String module) {
        return new String[] {
            module + CDF, module + LENGTHS, module + OFFSETS, module + TARGET, module + LIKELIHOOD_BOUND
        };
    }

    /**
     * The tables under a module's name; nothing where there are none or they are empty. Throws UserException where they are no tables.
     *
     * @param ints a tensor by its name, empty where there is none
     */
    public static Optional<CdfTables> tables(String module, Function<String, int[]> ints) {
        int[] lengths = ints.apply(module + LENGTHS);
        return lengths.length == 0
                ? Optional.empty()
                : Optional.of(CdfTables.ofPadded(ints.apply(module + CDF), lengths, ints.apply(module + OFFSETS)));
    }

    /**
     * The standard deviations of a {@code GaussianConditional}; nothing where there are none or they are empty.
     *
     * @param floats a tensor by its name, empty where there is none
     */
    public static Optional<float[]> scales(String module, Function<String, float[]> floats) {
        return Optional.of(floats.apply(module + SCALES)).filter(scales -> scales.length > 0);
    }

    /**
     * Adds the buffers of an {@code EntropyBottleneck}.
     *
     * @param tables          nothing to leave them to {@code update()}
     * @param tailMass        probability left to escapes
     * @param likelihoodBound floor of the likelihood
     */
    public static void addBottleneck(
            SafeTensorsWriter file,
            String module,
            Optional<CdfTables> tables,
            double tailMass,
            double likelihoodBound) {
        float target = (float) FactorizedDensity.outerLogit(tailMass);
        addTables(file, module, tables);
        file.floats(module + TARGET, new long[] {3}, new float[] {-target, 0, target});
        file.floats(module + LIKELIHOOD_BOUND, new long[] {1}, new float[] {(float) likelihoodBound});
    }

    /** Adds the buffers of a {@code GaussianConditional}; parameters as above. */
    public static void addConditional(
            SafeTensorsWriter file, String module, float[] scales, Optional<CdfTables> tables, double likelihoodBound) {
        float[] bound = {(float) GaussianKernel.SCALE_BOUND};
        float[] kept = tables.isPresent() ? scales : new float[0];
        addTables(file, module, tables);
        file.floats(module + SCALES, new long[] {kept.length}, kept);
        file.floats(module + ".scale_bound", new long[] {1}, bound);
        file.floats(module + ".lower_bound_scale.bound", new long[] {1}, bound);
        file.floats(module + LIKELIHOOD_BOUND, new long[] {1}, new float[] {(float) likelihoodBound});
    }

    private static void addTables(SafeTensorsWriter file, String module, Optional<CdfTables> tables) {
        if (tables.isEmpty()) {
            for (String name : new String[] {CDF, LENGTHS, OFFSETS}) {
                file.ints(module + name, new long[] {0}, new int[0]);
            }
            return;
        }
        CdfTables full = tables.get();
        int rows = full.rows();
        int[] lengths = new int[rows];
        int[] offsets = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = full.entries(row) + 1;
            offsets[row] = full.offset(row);
        }
        file.ints(module + CDF, new long[] {rows, full.width()}, full.padded());
        file.ints(module + LENGTHS, new long[] {rows}, lengths);
        file.ints(module + OFFSETS, new long[] {rows}, offsets);
    }
}
