package org.nec4j.entropy;

import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.LayerInference;

/** The estimate of a hyperprior: bits of the side information, and of y under what it tells. */
public final class HyperpriorEstimate implements RateEstimate {
    private final HyperpriorShape shape;
    private final FactorizedEstimate side;
    private final List<LayerInference> analysis;
    private final List<LayerInference> synthesis;
    private final Kernels kernels;

    /**
     * For trained networks.
     *
     * @param side   the estimate of the side information's density
     * @param byName the networks' tensors, row-major, by checkpoint name
     */
    public HyperpriorEstimate(
            HyperpriorShape shape, FactorizedEstimate side, Function<String, float[]> byName, LayerContext context) {
        this.shape = shape;
        this.side = side;
        this.kernels = context.kernels();
        this.analysis = inference(shape.analysis(), byName, context);
        this.synthesis = inference(shape.synthesis(), byName, context);
    }

    private static List<LayerInference> inference(
            List<FusedLayer> layers, Function<String, float[]> byName, LayerContext context) {
        return layers.stream()
                .map(layer -> LayerInference.of(layer, byName, context))
                .toList();
    }

    @Override
    public double bits(float[] y, int tokens, Perturbation perturbation) {
        int dim = shape.dim();
        float[] z = run(analysis, y, tokens); // [T, width]
        float[] zRated = side.perturbed(z, perturbation);
        float[] parameters = run(synthesis, zRated, tokens); // [T, outputs]
        int outputs = parameters.length / tokens;
        float[] values = new float[tokens * (dim + outputs)];
        for (int t = 0; t < tokens; t++) {
            int row = t * (dim + outputs);
            for (int c = 0; c < dim; c++) {
                float mean = shape.means() ? parameters[t * outputs + dim + c] : 0;
                values[row + c] = perturbation.apply(y[t * dim + c], mean);
            }
            System.arraycopy(parameters, t * outputs, values, row + dim, outputs);
        }
        INDArray likelihoods = Nd4j.createUninitialized(DataType.FLOAT, tokens, dim);
        INDArray rows = kernels.copies().array(values, tokens, dim + outputs);
        return side.bits(zRated, tokens) + kernels.gaussian().likelihoods(rows, dim, side.bound(), likelihoods);
    }

    private float[] run(List<LayerInference> layers, float[] x, int tokens) {
        INDArray activation = kernels.copies().array(x, 1, tokens, x.length / tokens);
        for (LayerInference layer : layers) {
            activation = layer.run(activation);
        }
        return kernels.copies().of(activation);
    }
}
