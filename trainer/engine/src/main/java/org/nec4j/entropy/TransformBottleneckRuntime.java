package org.nec4j.entropy;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.TransformKernels;
import org.nec4j.kernel.TransformKernels.Quantization;

/** Forward and backward pass of the token layer's transform; a graph at test quantizes as one that trains. */
final class TransformBottleneckRuntime extends RatingRuntime<TransformBottleneck> {
    private static final long serialVersionUID = 1L;

    private transient Quantization how;
    private transient double bits;

    TransformBottleneckRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    protected double rate() {
        return bits;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        TransformShape shape = layerConf().shape();
        long b = input.size(0);
        int k = shape.components();
        TransformKernels transforms = kernels().transforms();
        INDArray patches = saved.get("patches", b, shape.tokens(), shape.dim());
        INDArray c = saved.get("c", b, shape.tokens(), k);
        INDArray coded = saved.get("coded", b, shape.tokens(), k);
        INDArray projected = projected();
        kernels().tokens().copyTokens(input, 1, patches, 0, shape.tokens()); // [B, L, D]
        kernels().tokens().addToEach(mean(-1), patches);
        kernels().linear().forward(patches, getParam("analysis"), zeros(k), projected); // [B, L, K]
        transforms.cosine(projected, shape.rows(), shape.columns(), false, c);
        how = how((int) b);
        bits = transforms.quantize(c, getParam("steps"), getParam("scales"), noise(), how, coded, slopes());
        INDArray spread = saved.get("spread", b, shape.tokens(), k);
        transforms.cosine(coded, shape.rows(), shape.columns(), true, spread);
        INDArray x = activation(workspaces, b, shape.tokens(), shape.dim());
        kernels().linear().forward(spread, getParam("synthesis"), zeros(shape.dim()), x); // [B, L, D]
        INDArray mean = mean(1);
        transforms.centre(mean, mean);
        kernels().tokens().addToEach(mean, x);
        return x;
    }

    private INDArray mean(double factor) {
        TransformShape shape = layerConf().shape();
        INDArray mean = temporary("transform.mean", 1, shape.tokens(), shape.dim());
        kernels().elements().copy(getParam("mean"), mean);
        kernels().elements().scale(factor, mean);
        return mean;
    }

    /** dm = centred Σ_b dx - Σ_b dpatches. */
    private void backwardMean(INDArray dx, INDArray dpatches) {
        TransformShape shape = layerConf().shape();
        int[] places = new int[(int) (dx.size(0) * shape.tokens())];
        for (int i = 0; i < places.length; i++) {
            places[i] = i % shape.tokens();
        }
        INDArray below = temporary("transform.mean", 1, shape.tokens(), shape.dim());
        INDArray above = temporary("transform.above", 1, shape.tokens(), shape.dim());
        kernels().tokens().scatterAdd(dpatches, places, below);
        kernels().tokens().scatterAdd(dx, places, above);
        kernels().transforms().centre(above, above);
        kernels().elements().addScaled(-1, below, above);
        kernels().elements().copy(above, gradient("mean"));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dx, LayerWorkspaceMgr workspaces) {
        TransformShape shape = layerConf().shape();
        long b = input.size(0);
        int k = shape.components();
        TransformKernels transforms = kernels().transforms();
        INDArray c = saved.get("c", b, shape.tokens(), k);
        INDArray dspread = projected();
        INDArray dc = temporary("transform.dc", b, shape.tokens(), k);
        backwardWeights("synthesis", dx, saved.get("spread", b, shape.tokens(), k));
        kernels().linear().backwardInput(dx, getParam("synthesis"), dspread); // [B, L, K]
        transforms.cosine(dspread, shape.rows(), shape.columns(), false, dspread);
        transforms.quantizeBackward(
                c,
                getParam("steps"),
                getParam("scales"),
                how,
                saved.get("coded", b, shape.tokens(), k),
                slopes(),
                factor(),
                dspread,
                dc,
                gradientOrSpare("steps"),
                gradientOrSpare("scales"));
        transforms.cosine(dc, shape.rows(), shape.columns(), true, dc);
        INDArray dpatches = temporary("transform.dpatches", b, shape.tokens(), shape.dim());
        backwardWeights("analysis", dc, saved.get("patches", b, shape.tokens(), shape.dim()));
        kernels().linear().backwardInput(dc, getParam("analysis"), dpatches); // [B, L, D]
        if (trains("mean")) {
            backwardMean(dx, dpatches);
        }
        INDArray dy = activationGradient(workspaces, input.shape()); // [B, 1 + L, D]
        kernels().elements().fill(0, dy);
        kernels().tokens().copyTokens(dpatches, 0, dy, 1, shape.tokens());
        return new Pair<>(trainedGradients(), dy);
    }

    private void backwardWeights(String key, INDArray dy, INDArray x) {
        if (trains(key)) {
            kernels().linear().backwardWeights(dy, x, gradient(key), temporary("transform.bias", dy.size(2)));
        }
    }

    private Quantization how(int images) {
        StepRange range = layerConf().range();
        Relaxation relaxation = layerConf().relaxation().after(getIterationCount());
        double[] octaves = range.octaves(kernels().copies().of(noise()), images);
        return new Quantization(
                Arrays.stream(octaves).map(StepRange::delta).toArray(),
                Arrays.stream(octaves).map(range::weight).toArray(),
                relaxation.rounding(),
                relaxation.price(),
                relaxation.share());
    }

    private INDArray projected() {
        return temporary(
                "transform.projected",
                input.size(0),
                layerConf().shape().tokens(),
                layerConf().shape().components());
    }

    private INDArray slopes() {
        return saved.get(
                "slopes",
                2,
                input.size(0),
                layerConf().shape().tokens(),
                layerConf().shape().components());
    }

    private INDArray zeros(int numbers) {
        INDArray zeros = temporary("transform.zeros." + numbers, numbers);
        kernels().elements().fill(0, zeros);
        return zeros;
    }
}
