package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a residual block of convolutions. */
final class ResidualBlockRuntime extends FusedLayerRuntime<ResidualBlock> {
    private static final long serialVersionUID = 1L;

    private final transient Convolving convolving =
            new Convolving(this::context, pixels -> layerConf().rows(pixels));
    private final transient BatchNorming norm = new BatchNorming("norm.", false, this::getParam, saved, this::context);

    ResidualBlockRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape()); // [B, H * W, C]
        convolving.forwardGelu(input, getParam("conv1.weight"), getParam("conv1.bias"), kept("pre1"), kept("post1"));
        norm.forward(training, kept("post1"), kept("normed"));
        convolving.forwardGelu(kept("normed"), getParam("conv2.weight"), getParam("conv2.bias"), kept("pre2"), y);
        kernels().elements().add(input, y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        INDArray d = temporary("residual.d", input.shape());
        INDArray dnormed = temporary("residual.dnormed", input.shape());
        kernels().elements().copy(dy, d);
        kernels().elements().geluBackward(kept("pre2"), d);
        weights("conv2", d, kept("normed"));
        convolving.backwardInput(d, getParam("conv2.weight"), dnormed);
        norm.backward(dnormed, kept("post1"), gradientOrSpare("norm.weight"), gradientOrSpare("norm.bias"), dnormed);
        kernels().elements().geluBackward(kept("pre1"), dnormed);
        weights("conv1", dnormed, input);
        convolving.backwardInput(dnormed, getParam("conv1.weight"), dx);
        kernels().elements().add(dy, dx);
        return new Pair<>(trainedGradients(), dx);
    }

    private void weights(String conv, INDArray dy, INDArray x) {
        convolving.backwardWeights(dy, x, gradientOrSpare(conv + ".weight"), gradientOrSpare(conv + ".bias"));
    }

    private INDArray kept(String name) {
        return saved.get(name, input.shape());
    }
}
