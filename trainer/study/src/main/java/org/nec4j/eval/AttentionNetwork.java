package org.nec4j.eval;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.AttentionPool;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.vit.TrainableEncoder;

/**
 * Attention pooling with a linear classifier as DL4J's graph, trained by AdamW on the mean cross-entropy of a batch; where the
 * encoder trains too, it stands before them.
 *
 * <pre>
 *   tokens [B, T, D] -&gt; pool [B, D] -&gt; classes [B, C]
 * </pre>
 *
 * <p>Decay acts on matrices alone, as timm leaves biases and the latent query out.
 */
final class AttentionNetwork {
    private static final String TOKENS = "tokens";
    private static final String POOL = "pool";
    private static final String CLASSES = "classes";

    /** timm's default of the attention's heads; fewer where it does not divide the width. */
    private static final int HEADS = 8;

    private final ComputationGraph graph;
    private final int classes;
    private final Kernels kernels;

    /**
     * A network with random weights on tokens of width D.
     *
     * @param classes      C
     * @param learningRate over the steps
     * @param decay        decoupled weight decay
     * @param context      what computes
     */
    AttentionNetwork(int dim, int classes, ISchedule learningRate, double decay, long seed, LayerContext context) {
        this(Optional.empty(), dim, heads(dim), classes, learningRate, decay, seed, context);
    }

    /** The same behind an encoder that trains with it: inputs are the encoder's. */
    AttentionNetwork(TrainableEncoder encoder, int classes, ISchedule learningRate, double decay, long seed) {
        this(
                Optional.of(encoder),
                encoder.dim(),
                heads(encoder.dim()),
                classes,
                learningRate,
                decay,
                seed,
                encoder.context());
    }

    /** As above, the number of the attention's heads, a divisor of D, given. */
    AttentionNetwork(
            Optional<TrainableEncoder> encoder,
            int dim,
            int heads,
            int classes,
            ISchedule learningRate,
            double decay,
            long seed,
            LayerContext context) {
        this.classes = classes;
        this.kernels = context.kernels();
        AttentionPool pool = new AttentionPool(POOL, dim, heads, encoder.isEmpty());
        pool.share(context);
        pool.train(parameter -> Optional.of(
                new ParameterSetting(adam(learningRate), parameter.key().endsWith("weight") ? decay : 0)));
        Layer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(dim)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .updater(adam(learningRate).use(kernels))
                .weightDecay(decay, true)
                .build();
        GraphBuilder builder = new NeuralNetConfiguration.Builder().seed(seed).graphBuilder();
        String tokens = TOKENS;
        if (encoder.isPresent()) {
            tokens = encoder.get().addTo(builder);
        } else {
            builder.addInputs(TOKENS);
        }
        builder.addLayer(POOL, pool, tokens).addLayer(CLASSES, output, POOL).setOutputs(CLASSES);
        graph = new ComputationGraph(builder.build());
        graph.init();
        encoder.ifPresent(below -> below.fill(graph));
        fill(pool.initial(seed), uniform(dim, classes, seed));
    }

    /**
     * Replaces the weights.
     *
     * @param pool       by the keys of {@link AttentionPool}
     * @param classifier [D, C] flattened, the bias staying as it is
     */
    private void fill(Map<String, float[]> pool, float[] classifier) {
        pool.forEach(this::set);
        Map<String, INDArray> table = graph.getLayer(CLASSES).paramTable();
        INDArray weight = table.get("W"); // [D, C]
        weight.assign(Nd4j.createFromArray(classifier).reshape('c', weight.shape()));
        table.get("b").assign(0);
    }

    /** Replaces one tensor of the pool. */
    void set(String key, float[] values) {
        kernels.copies().into(graph.getLayer(POOL).paramTable().get(key), values);
    }

    /** DL4J's view. */
    ComputationGraph graph() {
        return graph;
    }

    /**
     * One step of the optimizer.
     *
     * @param labels [B], from 0
     * @param inputs tokens [B, T, D], or the inputs of the encoder below
     */
    void step(int[] labels, INDArray... inputs) {
        INDArray target = Nd4j.create(labels.length, classes); // [B, C]
        for (int i = 0; i < labels.length; i++) {
            target.putScalar(i, labels[i], 1);
        }
        graph.fit(inputs, new INDArray[] {target});
    }

    /** The most probable class of each image. */
    int[] predict(INDArray... inputs) {
        return probabilities(inputs).argMax(1).toIntVector();
    }

    /** The classes' probabilities, [B, C]. */
    INDArray probabilities(INDArray... inputs) {
        return graph.outputSingle(inputs);
    }

    private static int heads(int dim) {
        return IntStream.iterate(HEADS, h -> h / 2)
                .filter(h -> dim % h == 0)
                .findFirst()
                .orElse(1);
    }

    private static TorchAdam adam(ISchedule learningRate) {
        return new TorchAdam(learningRate, 0.9, 0.999, 1e-8);
    }

    private static float[] uniform(int in, int out, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        double bound = 1 / Math.sqrt(in);
        float[] values = new float[in * out];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }
}
