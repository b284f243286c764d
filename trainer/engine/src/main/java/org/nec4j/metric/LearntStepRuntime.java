package org.nec4j.metric;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.MetricKernels;
import org.nec4j.nn.FusedLayerRuntime;

/** Forward and backward pass of quantization with a learnt step. */
final class LearntStepRuntime extends FusedLayerRuntime<LearntStep> {
    private static final long serialVersionUID = 1L;

    LearntStepRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private double step() {
        return Math.exp(kernels().copies().of(getParam(LearntStep.LOG_STEP))[0]);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape());
        kernels().metrics().quantize(input, step(), layerConf().bits(), y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        double step = step();
        double ofStep = kernels()
                .metrics()
                .quantizeBackward(dy, input, step, layerConf().bits(), dx);
        if (trains(LearntStep.LOG_STEP)) {
            double scale = 1
                    / Math.sqrt((double) input.size(-1)
                            * MetricKernels.above(layerConf().bits()));
            kernels().elements().fill(step * scale * ofStep, gradient(LearntStep.LOG_STEP));
        }
        return new Pair<>(trainedGradients(), dx);
    }
}
