package org.nec4j.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of a factorized density, or their gradients: K layers for each of C channels, of widths r_0 = 1, r_1, ..., r_K = 1.
 *
 * @param matrices K tensors [C, r_{i+1}, r_i], before their softplus
 * @param biases   K tensors [C, r_{i+1}, 1]
 * @param factors  K - 1 tensors [C, r_{i+1}, 1], before their tanh
 */
public record DensityParameters(List<INDArray> matrices, List<INDArray> biases, List<INDArray> factors) {
    public DensityParameters {
        matrices = List.copyOf(matrices);
        biases = List.copyOf(biases);
        factors = List.copyOf(factors);
        int layers = matrices.size();
        if (layers == 0 || biases.size() != layers || factors.size() != layers - 1) {
            throw new IllegalArgumentException("a density of K layers has K matrices, K biases and K - 1 factors, not "
                    + layers + ", " + biases.size() + " and " + factors.size());
        }
        long channels = matrices.get(0).size(0);
        long in = 1;
        for (int i = 0; i < layers; i++) {
            long out = i == layers - 1 ? 1 : matrices.get(i).size(1);
            check("matrices." + i, matrices.get(i), channels, out, in);
            check("biases." + i, biases.get(i), channels, out, 1);
            if (i < layers - 1) {
                check("factors." + i, factors.get(i), channels, out, 1);
            }
            in = out;
        }
    }

    private static void check(String name, INDArray tensor, long... shape) {
        if (!java.util.Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("density tensor " + name + " must be " + java.util.Arrays.toString(shape)
                    + ", not " + java.util.Arrays.toString(tensor.shape()));
        }
    }

    /** The number C of channels. */
    public int channels() {
        return (int) matrices.get(0).size(0);
    }

    /** The widths r_0 = 1, ..., r_K = 1 between the layers. */
    public int[] widths() {
        int[] widths = new int[matrices.size() + 1];
        widths[0] = 1;
        for (int i = 0; i < matrices.size(); i++) {
            widths[i + 1] = (int) matrices.get(i).size(1);
        }
        return widths;
    }

    /** All tensors, layer after layer: matrix, bias, factor, matrix, bias, factor, ..., matrix, bias. */
    public List<INDArray> layerByLayer() {
        List<INDArray> all = new ArrayList<>();
        for (int i = 0; i < matrices.size(); i++) {
            all.add(matrices.get(i));
            all.add(biases.get(i));
            if (i < factors.size()) {
                all.add(factors.get(i));
            }
        }
        return all;
    }
}
