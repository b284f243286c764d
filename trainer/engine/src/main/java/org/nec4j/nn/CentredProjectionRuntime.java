package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a centred projection; centring goes before the product, which is the same and narrower. */
final class CentredProjectionRuntime extends FusedLayerRuntime<CentredProjection> {
    private static final long serialVersionUID = 1L;

    CentredProjectionRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray centred = saved.get("centred", input.shape()); // [B, L, D]
        kernels()
                .layerNorm()
                .forward(
                        input,
                        constant("ones", 1, input.size(2)),
                        constant("zeros", 0, input.size(2)),
                        layerConf().eps(),
                        centred,
                        stats());
        kernels().transforms().centre(centred, centred);
        INDArray y =
                activation(workspaces, input.size(0), input.size(1), layerConf().out());
        kernels()
                .linear()
                .forward(
                        centred,
                        getParam("weight"),
                        constant("bias", 0, layerConf().out()),
                        y); // [B, L, E]
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        if (trains("weight")) {
            kernels()
                    .linear()
                    .backwardWeights(
                            dy,
                            saved.get("centred", input.shape()),
                            gradient("weight"),
                            temporary("centred.spare", layerConf().out()));
        }
        INDArray dnormed = temporary("centred.dnormed", input.shape());
        kernels().linear().backwardInput(dy, getParam("weight"), dnormed); // [B, L, D]
        kernels().transforms().centre(dnormed, dnormed);
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().layerNorm().backwardInput(dnormed, input, constant("ones", 1, input.size(2)), stats(), dx);
        return new Pair<>(trainedGradients(), dx);
    }

    private INDArray stats() {
        return saved.get("stats", input.size(0) * input.size(1), 2);
    }

    private INDArray constant(String name, double value, long numbers) {
        INDArray constant = temporary("centred." + name, numbers);
        kernels().elements().fill(value, constant);
        return constant;
    }
}
