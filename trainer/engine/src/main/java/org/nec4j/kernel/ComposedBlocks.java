package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Parts of blocks as one norm or product after another. */
public final class ComposedBlocks implements BlockKernels {
    private final LayerNormKernels layerNorm;
    private final LinearKernels linear;

    /** Of these. */
    public ComposedBlocks(LayerNormKernels layerNorm, LinearKernels linear) {
        this.layerNorm = layerNorm;
        this.linear = linear;
    }

    @Override
    public void normLinear(
            INDArray x,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray w,
            INDArray b,
            INDArray y,
            INDArray stats,
            INDArray room) {
        layerNorm.forward(x, gain, bias, eps, room, stats);
        linear.forward(room, w, b, y);
    }

    @Override
    public void normLinearBackward(
            INDArray dy,
            INDArray x,
            INDArray gain,
            INDArray stats,
            INDArray w,
            INDArray residual,
            INDArray dx,
            INDArray room) {
        linear.backwardInput(dy, w, room);
        layerNorm.backwardInputResidual(room, x, gain, stats, residual, dx);
    }

    @Override
    public void feedForward(
            INDArray h,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray fc1,
            INDArray b1,
            INDArray fc2,
            INDArray b2,
            INDArray pre,
            INDArray y,
            INDArray stats,
            INDArray room,
            INDArray wide) {
        layerNorm.forward(h, gain, bias, eps, room, stats);
        linear.forwardGelu(room, fc1, b1, pre, wide);
        linear.forwardResidual(wide, fc2, b2, h, y);
    }

    @Override
    public void feedForwardBackward(
            INDArray dy,
            INDArray h,
            INDArray gain,
            INDArray stats,
            INDArray fc1,
            INDArray fc2,
            INDArray pre,
            INDArray dh,
            INDArray room,
            INDArray wide) {
        linear.backwardInputGelu(dy, fc2, pre, wide);
        linear.backwardInput(wide, fc1, room);
        layerNorm.backwardInputResidual(room, h, gain, stats, dy, dh);
    }
}
