package org.nec4j.grid;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GeluForm;
import org.nec4j.nn.FusedLayerRuntime;

/** Forward and backward pass of a convolution of maps. */
final class GridConvolutionRuntime extends FusedLayerRuntime<GridConvolution> {
    private static final long serialVersionUID = 1L;

    GridConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private GridProduct product() {
        return new GridProduct(layerConf().window(), layerConf().transposed(), this::context);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (layerConf().bent()) {
            kernels().elements().gelu(GeluForm.ERF, input, saved.get("bent", input.shape()));
        }
        INDArray y = activation(
                workspaces, product().output(input.shape(), layerConf().out()));
        product().forward(seen(), getParam("weight"), y);
        product().addBias(getParam("bias"), y);
        return y;
    }

    private INDArray seen() {
        return layerConf().bent() ? saved.get("bent", input.shape()) : input;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        if (trains("weight")) {
            product().backwardWeight(dy, seen(), gradient("weight"));
        }
        if (trains("bias")) {
            product().backwardBias(dy, gradient("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        product().backwardInput(dy, getParam("weight"), dx); // [B, H, W, in]
        if (layerConf().bent()) {
            kernels().elements().geluBackward(input, dx);
        }
        return new Pair<>(trainedGradients(), dx);
    }
}
