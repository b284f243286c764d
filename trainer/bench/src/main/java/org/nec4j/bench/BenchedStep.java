package org.nec4j.bench;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.data.RandomMasking;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.objective.MaskedAutoencoding;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.objective.StepInputs;
import org.nec4j.step.Network;
import org.nec4j.step.Optimizer;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** One training step on random images, for the benchmarks. */
final class BenchedStep {
    private static final double MASK_RATIO = 0.75;

    private final VitShape shape;
    private final INDArray images;
    private final INDArray noise;
    private final Network network;
    private final Optimizer optimizer;
    private final SplittableRandom random = new SplittableRandom(2);
    private int iteration;

    /**
     * A model ready to train.
     *
     * @param everything whether all tensors train and there is no bottleneck; else last encoder block, bottleneck and first decoder
     *                   block train
     */
    BenchedStep(VitShape shape, int batch, boolean everything, Tensors tensors, LayerContext context) {
        this.shape = shape;
        PixelDecoder decoder = new PixelDecoder(shape, false);
        Objective objective = everything
                ? new MaskedAutoencoding(MASK_RATIO, decoder)
                : new RateDistortion(
                        1000,
                        RateDistortion.RateUnit.IMAGE_MEAN,
                        MASK_RATIO,
                        new FactorizedModel(shape.dim(), DensitySettings.compressAi()),
                        decoder);
        images = Nd4j.randn(DataType.FLOAT, batch, 3, shape.imageRows(), shape.imageColumns());
        noise = Nd4j.rand(DataType.FLOAT, batch, 1 + shape.visible(MASK_RATIO), shape.dim())
                .subi(0.5);
        network = new Network(
                shape,
                objective,
                tensors,
                parameter -> everything || trains(parameter) ? Optional.of(setting(parameter)) : Optional.empty(),
                1,
                context);
        optimizer = new Optimizer(
                network.graph(), network.plan().layers().values(), Optional.of(1.0), 1, context.kernels());
    }

    /** Runs a step: fresh masks, forward, backward, clipping, update. */
    void run() {
        float[] order = new float[(int) images.size(0) * shape.patches()];
        for (int i = 0; i < order.length; i++) {
            order[i] = (float) random.nextDouble();
        }
        RandomMasking masking = RandomMasking.of(order, shape.patches(), MASK_RATIO);
        network.forwardBackward(
                new StepInputs(images, masking.keep(), masking.restore(), Map.of(FactorizedModel.BOTTLENECK, noise)));
        optimizer.step(iteration++, 0, optimizer.gradientNorm());
    }

    /** The loss of one batch: by a forward pass alone, or as a step without its update. */
    double loss(boolean forwardAlone) {
        float[] order = new float[(int) images.size(0) * shape.patches()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i * 0.618034f % 1;
        }
        RandomMasking masking = RandomMasking.of(order, shape.patches(), MASK_RATIO);
        StepInputs inputs =
                new StepInputs(images, masking.keep(), masking.restore(), Map.of(FactorizedModel.BOTTLENECK, noise));
        return (forwardAlone ? network.evaluate(inputs) : network.forwardBackward(inputs)).loss();
    }

    private boolean trains(Parameter parameter) {
        String name = parameter.name();
        return name.startsWith("blocks." + (shape.depth() - 1) + ".")
                || name.startsWith("bottleneck.")
                || name.startsWith("decoder_blocks.0.");
    }

    private static ParameterSetting setting(Parameter parameter) {
        return parameter.auxiliary()
                ? new ParameterSetting(new TorchAdam(1e-3, 0.9, 0.999, 1e-8), 0)
                : new ParameterSetting(new TorchAdam(1e-4, 0.9, 0.95, 1e-8), 0.05);
    }
}
