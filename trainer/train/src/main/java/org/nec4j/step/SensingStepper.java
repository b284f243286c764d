package org.nec4j.step;

import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.model.EightBits;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.sensing.Sensed;
import org.nec4j.sensing.SensingNetwork;
import org.nec4j.sensing.UnrolledSensing;

/** Compressed learning as a graph with its optimizer: steps, judges images, gives and takes its state. */
public final class SensingStepper {
    private final SensingNetwork network;
    private final WholeGraph graph;
    private final Kernels kernels;

    /**
     * With these weights.
     *
     * @param start   a tensor's numbers
     * @param updates how tensors move; where the matrix may differ from 0 is not asked for
     * @param context what computes
     */
    public SensingStepper(
            SensingNetwork network,
            Function<Parameter, float[]> start,
            Updates updates,
            Optional<Double> clipNorm,
            LayerContext context) {
        this.network = network;
        this.kernels = context.kernels();
        GraphBuilder builder = WholeGraph.plan();
        builder.addInputs(SensingNetwork.INPUT);
        network.addTo(builder, layer -> {
            layer.train(parameter ->
                    UnrolledSensing.neverTrains(parameter) ? Optional.empty() : updates.setting(parameter));
            layer.share(context);
            return layer;
        });
        graph = new WholeGraph(builder, network.layers(), clipNorm, context);
        graph.start(start);
    }

    /**
     * Images of a pass.
     *
     * @param count   B
     * @param images  [B, S * S]
     * @param camera  standard normal numbers [R, n], for R blocks of all images; without sensing nobody looks at them
     * @param channel the same of the measurements, [R, m], or the bits of each that flip, as {@link Sensed#noise} has them
     * @param blocks  R
     * @param labels  [B]
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one pass
    public record Images(int count, float[] images, float[] camera, float[] channel, int blocks, int[] labels) {}

    /**
     * What a step measured before it moved the parameters.
     *
     * @param entropy      cross entropy
     * @param squares      D; 0 without sensing
     * @param gradientNorm before clipping
     */
    public record Outcome(double entropy, double squares, double gradientNorm) {
        /** Whether the step was done; else the parameters are as they were. */
        public boolean isFinite() {
            return Double.isFinite(entropy) && Double.isFinite(squares) && Double.isFinite(gradientNorm);
        }
    }

    /** One update of the parameters towards less CE + lambda D; none where a number is none. */
    public Outcome step(long step, Images images, double lambda) {
        float[] labels = new float[images.count()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.labels()[i];
        }
        prepare(images, lambda);
        double norm = graph.gradient(step, kernels.copies().array(labels, images.count(), 1), blocks(images));
        Outcome outcome = new Outcome(graph.graph().score(), squares(), norm);
        if (outcome.isFinite()) {
            graph.move(step, norm);
        }
        return outcome;
    }

    /**
     * What the network makes of images.
     *
     * @param classes [B]
     * @param squares D over the batch; 0 without sensing
     */
    @SuppressWarnings("ArrayRecordComponent") // read at once
    public record Judged(int[] classes, double squares) {}

    /** Classes of images, nothing learnt. */
    public Judged judge(Images images) {
        prepare(images, 0);
        float[] scores = kernels.copies().of(graph.graph().output(false, blocks(images))[0]);
        return new Judged(SensingClassifier.highest(scores, images.count()), squares());
    }

    /** How measurements become bytes where images are judged. */
    public void quantizer(EightBits bits) {
        sensed().quantizer(bits);
    }

    private INDArray blocks(Images images) {
        return kernels.copies().array(images.images(), images.count(), 1, images.images().length / images.count());
    }

    private void prepare(Images images, double lambda) {
        if (network.senses()) {
            sensed().begin(lambda);
            sensed().noise(
                            kernels.copies()
                                    .array(images.camera(), images.blocks(), images.camera().length / images.blocks()),
                            kernels.copies()
                                    .array(
                                            images.channel(),
                                            images.blocks(),
                                            images.channel().length / images.blocks()));
        }
    }

    private double squares() {
        return network.senses() ? sensed().measured() : 0;
    }

    private Sensed sensed() {
        return (Sensed) graph.graph().getLayer(SensingNetwork.SENSING);
    }

    /** What trains: gives and takes a state. */
    public WholeGraph graph() {
        return graph;
    }
}
