package org.nec4j.eval;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.kernel.Copy;
import org.nec4j.nn.AttentionPool;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.ParameterSetting;

/**
 * Attention pooling with a linear classifier as DL4J's graph, trained by AdamW on the mean cross-entropy of a batch.
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

    private final ComputationGraph graph;
    private final int classes;

    /**
     * A network with random weights.
     *
     * @param dim          D
     * @param heads        of the attention, divides D
     * @param classes      C
     * @param learningRate over the steps
     * @param decay        decoupled weight decay
     */
    AttentionNetwork(int dim, int heads, int classes, ISchedule learningRate, double decay, long seed) {
        this.classes = classes;
        AttentionPool pool = new AttentionPool(POOL, dim, heads);
        pool.share(LayerContext.create());
        pool.train(parameter -> Optional.of(
                new ParameterSetting(adam(learningRate), parameter.key().endsWith("weight") ? decay : 0)));
        Layer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(dim)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .updater(adam(learningRate))
                .weightDecay(decay, true)
                .build();
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .graphBuilder()
                .addInputs(TOKENS)
                .addLayer(POOL, pool, TOKENS)
                .addLayer(CLASSES, output, POOL)
                .setOutputs(CLASSES)
                .build();
        graph = new ComputationGraph(configuration);
        graph.init();
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
        Copy.into(graph.getLayer(POOL).paramTable().get(key), values);
    }

    /** DL4J's view. */
    ComputationGraph graph() {
        return graph;
    }

    /**
     * One step of the optimizer.
     *
     * @param tokens [B, T, D]
     * @param labels [B], from 0
     */
    void step(INDArray tokens, int[] labels) {
        INDArray target = Nd4j.create(labels.length, classes); // [B, C]
        for (int i = 0; i < labels.length; i++) {
            target.putScalar(i, labels[i], 1);
        }
        graph.fit(new INDArray[] {tokens}, new INDArray[] {target});
    }

    /** The classes' probabilities, [B, C], for tokens [B, T, D]. */
    INDArray probabilities(INDArray tokens) {
        return graph.outputSingle(tokens);
    }

    private static Adam adam(ISchedule learningRate) {
        return Adam.builder()
                .learningRateSchedule(learningRate)
                .beta1(0.9)
                .beta2(0.999)
                .epsilon(1e-8)
                .build();
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
