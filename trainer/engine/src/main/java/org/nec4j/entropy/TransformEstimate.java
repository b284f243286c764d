package org.nec4j.entropy;

import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.kernel.TransformKernels.Quantization;
import org.nec4j.nn.LayerContext;

/** Bits of the token layer of a transform at one step, under the densities that it was trained with. */
final class TransformEstimate implements RateEstimate {
    private final TransformShape shape;
    private final LayerContext context;
    private final double delta;
    private final INDArray analysis; // [K, D]
    private final INDArray zeros; // [K]
    private final INDArray mean; // [L, D], its negative
    private final INDArray steps; // [L - 1, K]
    private final INDArray scales; // [L - 1, K]
    private final float[] logSteps;

    TransformEstimate(TransformShape shape, Function<String, float[]> tensors, LayerContext context, double octave) {
        CopyKernels copies = context.kernels().copies();
        int k = shape.components();
        this.shape = shape;
        this.context = context;
        this.delta = StepRange.delta(octave);
        this.logSteps = tensors.apply(TransformModel.LAYER + ".steps");
        this.analysis = copies.array(tensors.apply(TransformModel.LAYER + ".analysis"), k, shape.dim());
        this.zeros = copies.array(new float[k], k);
        float[] negative = tensors.apply(TransformModel.LAYER + ".mean").clone();
        for (int i = 0; i < negative.length; i++) {
            negative[i] = -negative[i];
        }
        this.mean = copies.array(negative, shape.tokens(), shape.dim());
        this.steps = copies.array(logSteps, shape.frequencies(), k);
        this.scales = copies.array(tensors.apply(TransformModel.LAYER + ".scales"), shape.frequencies(), k);
    }

    @Override
    public double bits(float[] y, int tokens, Perturbation perturbation) {
        int k = shape.components();
        int l = shape.tokens();
        CopyKernels copies = context.kernels().copies();
        INDArray all = copies.array(y, 1, tokens, shape.dim());
        INDArray patches = copies.array(new float[l * shape.dim()], 1, l, shape.dim());
        INDArray c = copies.array(new float[l * k], 1, l, k);
        context.kernels().tokens().copyTokens(all, tokens - l, patches, 0, l);
        context.kernels().tokens().addToEach(mean, patches);
        context.kernels().linear().forward(patches, analysis, zeros, c); // [1, L, K]
        context.kernels().transforms().cosine(c, shape.rows(), shape.columns(), false, c);
        float[] values = copies.of(c);
        float[] noise = new float[(1 + l) * k];
        for (int i = k; i < values.length; i++) {
            float v = (float) (values[i] / (delta * StrictMath.exp(logSteps[i - k])));
            noise[k + i] = perturbation.apply(v, 0) - v;
        }
        return context.kernels()
                .transforms()
                .quantize(
                        c,
                        steps,
                        scales,
                        copies.array(noise, 1, 1 + l, k),
                        new Quantization(new double[] {delta}, new double[] {1}, 0, 0, 0),
                        copies.array(new float[l * k], 1, l, k),
                        copies.array(new float[2 * l * k], 2, 1, l, k));
    }
}
