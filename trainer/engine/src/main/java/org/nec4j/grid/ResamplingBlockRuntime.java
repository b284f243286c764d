package org.nec4j.grid;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GeluForm;
import org.nec4j.nn.FusedLayerRuntime;

/** Forward and backward pass of a block that halves or doubles maps. */
final class ResamplingBlockRuntime extends FusedLayerRuntime<ResamplingBlock> {
    private static final long serialVersionUID = 1L;

    private final transient DivisiveNorm norm;
    private final transient Map<String, GridProduct> products;

    ResamplingBlockRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        boolean grows = layerConf().grows();
        norm = new DivisiveNorm(grows, this::getParam, saved, this::context);
        Function<ResamplingBlock.Part, GridProduct> product =
                part -> new GridProduct(part.window(), grows, this::context);
        products = layerConf().parts().stream().collect(Collectors.toMap(ResamplingBlock.Part::key, product));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray u = saved.get("u", input.shape()); // [B, H, W, in]
        norm.forward(input, u);
        forward("conv0", u, resampled());
        forward("conv1", resampled(), hidden("pre"));
        kernels().elements().gelu(GeluForm.ERF, hidden("pre"), hidden("post"));
        INDArray y = activation(workspaces, outputShape()); // [B, H', W', out]
        forward("conv2", hidden("post"), y);
        INDArray shortcut = spare("shortcut", outputShape());
        forward("shortcut", u, shortcut);
        kernels().elements().add(shortcut, y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray u = saved.get("u", input.shape());
        INDArray dhidden = spare("dhidden", hidden("pre").shape());
        backward("conv2", dy, hidden("post"), dhidden);
        kernels().elements().geluBackward(hidden("pre"), dhidden);
        INDArray dresampled = spare("dresampled", outputShape());
        backward("conv1", dhidden, resampled(), dresampled);
        INDArray dx = activationGradient(workspaces, input.shape());
        backward("conv0", dresampled, u, dx);
        INDArray du = spare("du", input.shape());
        backward("shortcut", dy, u, du);
        kernels().elements().add(du, dx);
        norm.backward(dx, input, gradientOrSpare(DivisiveNorm.BETA), gradientOrSpare(DivisiveNorm.GAMMA), dx);
        return new Pair<>(trainedGradients(), dx);
    }

    private void forward(String conv, INDArray x, INDArray y) {
        products.get(conv).forward(x, getParam(conv), y);
    }

    private void backward(String conv, INDArray dy, INDArray x, INDArray dx) {
        if (trains(conv)) {
            products.get(conv).backwardWeight(dy, x, gradient(conv));
        }
        products.get(conv).backwardInput(dy, getParam(conv), dx);
    }

    /** One for each shape: blocks of many shapes share the scratch. */
    private INDArray spare(String name, long... shape) {
        return temporary("resampling." + name + Arrays.toString(shape), shape);
    }

    private long[] outputShape() {
        return products.get("conv0").output(input.shape(), layerConf().out());
    }

    private INDArray resampled() {
        return saved.get("resampled", outputShape());
    }

    private INDArray hidden(String name) {
        long[] shape = outputShape();
        shape[3] = layerConf().hidden();
        return saved.get(name, shape);
    }
}
