package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of an upscaling. */
final class UpscalingRuntime extends FusedLayerRuntime<Upscaling> {
    private static final long serialVersionUID = 1L;

    private final transient Convolving convolving =
            new Convolving(this::context, pixels -> layerConf().rows(pixels));
    private final transient BatchNorming norm = new BatchNorming("bn.", true, this::getParam, saved, this::context);

    UpscalingRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long pixels = input.size(1);
        long c = input.size(2);
        INDArray wide = temporary("upscaling.wide", b, pixels, 4 * c);
        INDArray y = activation(workspaces, b, 4 * pixels, c);
        convolving.forward(input, getParam("conv.weight"), getParam("conv.bias"), wide); // [B, H * W, 4 * C]
        kernels().tokens().gather(wide.reshape('c', b * pixels * 4, c), sources(), shuffled());
        norm.forward(training, shuffled(), y); // [B, 4 * H * W, C]
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long pixels = input.size(1);
        long c = input.size(2);
        INDArray dshuffled = temporary("upscaling.dshuffled", dy.shape());
        norm.backward(dy, shuffled(), gradientOrSpare("bn.weight"), gradientOrSpare("bn.bias"), dshuffled);
        INDArray dwide = temporary("upscaling.wide", b, pixels, 4 * c);
        kernels().tokens().scatterAdd(dshuffled, sources(), dwide.reshape('c', b * pixels * 4, c));
        convolving.backwardWeights(dwide, input, gradientOrSpare("conv.weight"), gradientOrSpare("conv.bias"));
        INDArray dx = activationGradient(workspaces, input.shape());
        convolving.backwardInput(dwide, getParam("conv.weight"), dx);
        return new Pair<>(trainedGradients(), dx);
    }

    private INDArray shuffled() {
        return saved.get("shuffled", input.size(0), 4 * input.size(1), input.size(2));
    }

    /** For every pixel of the larger map the row of [B * H * W * 4, C] that it comes from. */
    private int[] sources() {
        int pixels = (int) input.size(1);
        int height = layerConf().rows(pixels);
        int width = pixels / height;
        int[] rows = new int[(int) input.size(0) * 4 * pixels];
        for (int to = 0; to < rows.length; to++) {
            int x = to % (2 * width);
            int y = to / (2 * width) % (2 * height);
            int image = to / (4 * pixels);
            rows[to] = ((image * height + y / 2) * width + x / 2) * 4 + y % 2 * 2 + x % 2;
        }
        return rows;
    }
}
