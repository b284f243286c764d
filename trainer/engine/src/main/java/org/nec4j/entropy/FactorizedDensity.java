package org.nec4j.entropy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.nn.Parameter;

/**
 * The shape of a factorized density with its quantiles: CompressAI's {@code EntropyBottleneck} (Ballé et al., arXiv 1802.01436,
 * section 6.1). Each channel has a density of its own that all tokens share. Its tensors, for channels C and K layers:
 *
 * <pre>
 *   matrices.i [C, r_{i+1}, r_i]   biases.i [C, r_{i+1}, 1]   factors.i [C, r_{i+1}, 1], i &lt; K - 1
 *   quantiles  [C, 1, 3]           lower tail, median, upper tail
 * </pre>
 *
 * @param channels C
 * @param filters  r_1 ... r_{K-1}, the widths of the hidden layers; CompressAI and NEC use 3, 3, 3, 3
 */
public record FactorizedDensity(int channels, List<Integer> filters) {
    /** The key of the quantiles. */
    public static final String QUANTILES = "quantiles";

    /** Checks the numbers. */
    public FactorizedDensity {
        filters = List.copyOf(filters);
        if (channels < 1 || filters.isEmpty() || filters.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "a density needs channels and hidden layers, not " + channels + " channels and widths " + filters);
        }
    }

    /** A density with CompressAI's filters. */
    public static FactorizedDensity of(int channels) {
        return new FactorizedDensity(channels, List.of(3, 3, 3, 3));
    }

    /**
     * The density whose tensors have these sizes.
     *
     * @param sizes of a tensor by its key; nothing where there is none of that key
     * @return nothing where there is no first layer
     */
    public static Optional<FactorizedDensity> sized(Function<String, Optional<long[]>> sizes) {
        List<Integer> widths = new ArrayList<>();
        int channels = 0;
        for (int i = 0; ; i++) {
            Optional<long[]> found = sizes.apply(matrix(i)).filter(size -> size.length == 3); // [C, r_{i+1}, r_i]
            if (found.isEmpty()) {
                break;
            }
            channels = (int) Math.min(found.get()[0], Integer.MAX_VALUE);
            widths.add((int) Math.min(found.get()[1], Integer.MAX_VALUE));
        }
        boolean whole = widths.size() > 1 && channels > 0 && widths.stream().allMatch(width -> width > 0);
        return whole
                ? Optional.of(new FactorizedDensity(channels, widths.subList(0, widths.size() - 1)))
                : Optional.empty();
    }

    /** K, the number of layers. */
    public int layers() {
        return filters.size() + 1;
    }

    /** The widths r_0 = 1, ..., r_K = 1. */
    int[] widths() {
        int[] widths = new int[layers() + 1];
        widths[0] = 1;
        for (int i = 0; i < filters.size(); i++) {
            widths[i + 1] = filters.get(i);
        }
        widths[layers()] = 1;
        return widths;
    }

    /** The tensors; a checkpoint names them prefix, dot, key, as CompressAI does from 1.2.7 on. */
    public List<Parameter> parameters(String prefix) {
        int[] r = widths();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < layers(); i++) {
            parameters.add(parameter(prefix, matrix(i), channels, r[i + 1], r[i]));
        }
        for (int i = 0; i < layers(); i++) {
            parameters.add(parameter(prefix, bias(i), channels, r[i + 1], 1));
        }
        for (int i = 0; i < layers() - 1; i++) {
            parameters.add(parameter(prefix, factor(i), channels, r[i + 1], 1));
        }
        parameters.add(parameter(prefix, QUANTILES, channels, 1, 3));
        return parameters;
    }

    private static Parameter parameter(String prefix, String key, long... shape) {
        return new Parameter(key, prefix + "." + key, key.equals(QUANTILES), shape);
    }

    /** The density's tensors, looked up by their keys; the quantiles are no part of it. */
    public DensityParameters tensors(Function<String, INDArray> byKey) {
        List<INDArray> matrices = new ArrayList<>();
        List<INDArray> biases = new ArrayList<>();
        List<INDArray> factors = new ArrayList<>();
        for (int i = 0; i < layers(); i++) {
            matrices.add(byKey.apply(matrix(i)));
            biases.add(byKey.apply(bias(i)));
            if (i < layers() - 1) {
                factors.add(byKey.apply(factor(i)));
            }
        }
        return new DensityParameters(matrices, biases, factors);
    }

    /**
     * The tensors at the start, by checkpoint name: a wide, nearly logistic density around 0.
     *
     * @param initScale half width of the support in quantization steps; CompressAI's default is 10
     * @param seed      of the biases, uniform in [-0.5, 0.5)
     */
    public Map<String, float[]> initial(String prefix, double initScale, long seed) {
        Random random = new Random(seed);
        double scale = Math.pow(initScale, 1.0 / layers());
        Map<String, float[]> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters(prefix)) {
            float[] values = new float[Math.toIntExact(parameter.length())];
            for (int n = 0; n < values.length; n++) {
                if (parameter.key().startsWith("matrices")) {
                    values[n] =
                            (float) Math.log(Math.expm1(1 / scale / parameter.shape()[1]));
                } else if (parameter.key().startsWith("biases")) {
                    values[n] = random.nextFloat() - 0.5f;
                } else if (parameter.key().equals(QUANTILES)) {
                    values[n] = (float) ((n % 3 - 1) * initScale);
                }
            }
            tensors.put(parameter.name(), values);
        }
        return tensors;
    }

    /** The medians [C] of a density whose tensors have names under a module's. */
    float[] medians(String module, Function<String, float[]> tensors) {
        return medians(tensors.apply(module + "." + QUANTILES));
    }

    /** The medians [C] of quantiles [C, 1, 3]. */
    public static float[] medians(float[] quantiles) {
        float[] medians = new float[quantiles.length / 3];
        for (int c = 0; c < medians.length; c++) {
            medians[c] = quantiles[3 * c + 1];
        }
        return medians;
    }

    /** ln(2 / tailMass - 1): the logit of all but half the tail mass, at which the outer quantiles are to stand. */
    public static double outerLogit(double tailMass) {
        return Math.log(2 / tailMass - 1);
    }

    static String matrix(int i) {
        return "matrices." + i;
    }

    static String bias(int i) {
        return "biases." + i;
    }

    static String factor(int i) {
        return "factors." + i;
    }
}
