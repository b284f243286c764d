package org.nec4j.step;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Measuring;
import org.nec4j.nn.WeightedSquares;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.TrainableEncoder;
import org.nec4j.vit.VitShape;

/** An encoder that learns to give what it is told to: all of its tensors move towards a smaller mean squared error of all tokens behind the last norm. */
public final class EncoderStepper {
    private static final String LOSS = "loss";

    private final VitShape shape;
    private final TrainableEncoder encoder;
    private final WholeGraph graph;
    private final Kernels kernels;

    /**
     * With these tensors to begin with.
     *
     * @param updates  how tensors move
     * @param clipNorm longest gradient
     */
    public EncoderStepper(VitShape shape, Tensors start, Updates updates, double clipNorm, LayerContext context) {
        this.shape = shape;
        this.kernels = context.kernels();
        this.encoder = new TrainableEncoder(shape, start, updates::setting, context);
        GraphBuilder builder = WholeGraph.plan();
        WeightedSquares loss = new WeightedSquares(LOSS);
        loss.share(context);
        builder.addLayer(LOSS, loss, encoder.addWholeTo(builder));
        builder.setOutputs(LOSS);
        graph = new WholeGraph(builder, encoder.layers(), Optional.of(clipNorm), context);
        encoder.fill(graph.graph());
    }

    /**
     * One update; none where a number is none.
     *
     * @param pixels normalized images [B, C, S, S]
     * @param wanted their embeddings, [B][(1 + L) * D]
     * @return the mean squared error before it
     */
    public double step(long step, float[] pixels, float[][] wanted) {
        int d = shape.dim();
        int tokens = 1 + shape.patches();
        float[] labels = new float[2 * wanted.length * tokens * d];
        Arrays.fill(labels, 1);
        for (int i = 0; i < wanted.length * tokens; i++) {
            System.arraycopy(wanted[i / tokens], i % tokens * d, labels, 2 * i * d, d); // behind each token its weights
        }
        Measuring loss = (Measuring) graph.graph().getLayer(LOSS);
        loss.begin(1);
        double norm = graph.gradient(
                step, kernels.copies().array(labels, wanted.length, tokens, 2L * d), encoder.inputs(pixels));
        if (Double.isFinite(loss.measured()) && Double.isFinite(norm)) {
            graph.move(step, norm);
        }
        return loss.measured();
    }

    /** Copies of what the encoder's tensors are now, by name. */
    public Map<String, float[]> tensors() {
        return new LinkedHashMap<>(graph.tensors());
    }
}
