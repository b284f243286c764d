package org.nec4j.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.error.UserException;
import org.nec4j.entropy.PooledLayer;
import org.nec4j.entropy.StepRange;
import org.nec4j.entropy.TransformModel;
import org.nec4j.entropy.TransformShape;
import org.nec4j.nn.CentredProjection;
import org.nec4j.nn.FilteredSquares;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.PositionedProjection;
import org.nec4j.nn.TransformerBlock;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.PositionEmbeddings;
import org.nec4j.vit.Tensors;

/**
 * The decoder's end behind a transform, and the comparison with a teacher's tokens y*.
 *
 * <pre>
 *   x   = pooled vector as decoded + token layer as decoded                           [B, L, D]
 *   z   = I x + p + g r,   g = log2(delta) - 1                                        [B, L, W]
 *   e   = O (n(block(z)) - mean over the tokens)                                      [B, L, D]
 *   y^  = x + delta / 2 * e,   compared with y*
 * </pre>
 *
 * <p>n is a layer norm without gain and bias. e has mean 0 over the tokens, so that the pooled vector of y^ is the pooled layer's. O
 * begins at 0: the start is the transform codec itself.
 */
public final class PostFilter implements Tail {
    /** Before the names of all its tensors that train. */
    public static final String NAME = "postfilter";

    /** The pooled layer's mean and axes, which never train. */
    public static final String POOLED_MEAN = "pooled.mean";

    /** See {@link #POOLED_MEAN}. */
    public static final String POOLED_AXES = "pooled.axes";

    private static final String INPUT = NAME + ".input";
    private static final String BLOCK = NAME + ".block";
    private static final String OUTPUT = NAME + ".output";
    private static final String COMPARISON = "distillation";
    private static final String POOLED = "pooled";
    private static final String OCTAVES = "octaves";
    private static final String DECODED = "decoded";
    private static final double POSITIONS = 0.3; // against the spread of a token's coefficients

    private final TransformShape shape;
    private final Shape block;
    private final StepRange steps;
    private final double pooledRatio;
    private final PositionedProjection input;
    private final List<FusedLayer> layers;
    private Optional<PooledLayer> pooled = Optional.empty();

    /**
     * The block of a filter.
     *
     * @param width  W
     * @param hidden width of its perceptron
     * @param heads  of its attention, divide W
     * @param eps    of its layer norms
     */
    public record Shape(int width, int hidden, int heads, double eps) {}

    /**
     * A filter behind a model's transform.
     *
     * @param weight      of the squared error, in squared steps
     * @param pooledRatio the pooled layer's step in steps of the token layer
     */
    public PostFilter(TransformModel model, Shape block, double weight, double pooledRatio) {
        this.shape = model.shape();
        this.block = block;
        this.steps = model.steps();
        this.pooledRatio = pooledRatio;
        this.input = new PositionedProjection(INPUT, shape.tokens(), shape.dim() + 1, block.width());
        this.layers = List.of(
                input,
                new TransformerBlock(BLOCK, block.width(), block.hidden(), block.heads(), block.eps()),
                new CentredProjection(OUTPUT, block.width(), shape.dim(), block.eps()),
                new FilteredSquares(COMPARISON, weight / 4, steps.pull() - 2)); // delta² = 4 * 2^(2 g)
    }

    /** The block's shape. */
    public Shape block() {
        return block;
    }

    /** The pooled layer's step in steps of the token layer. */
    public double pooledRatio() {
        return pooledRatio;
    }

    @Override
    public Map<String, long[]> tensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        tensors.put(POOLED_MEAN, new long[] {shape.dim()});
        tensors.put(POOLED_AXES, new long[] {shape.dim(), shape.dim()});
        layers.forEach(layer -> layer.parameters().forEach(p -> tensors.put(p.name(), p.shape())));
        return tensors;
    }

    /**
     * The filter's own tensors before any training.
     *
     * @param axes [D, D], rows along which tokens vary most, first; the first W are the start of I
     */
    public Map<String, float[]> initial(float[] axes, long seed) {
        Map<String, float[]> start = new LinkedHashMap<>();
        layers.forEach(layer ->
                layer.parameters().forEach(p -> start.put(p.name(), InitialWeights.draw(p.name(), p.shape(), seed))));
        int d = shape.dim();
        float[] weight = new float[block.width() * (d + 1)]; // [W, D + 1], the last column r
        for (int i = 0; i < block.width(); i++) {
            System.arraycopy(axes, i * d, weight, i * (d + 1), d);
        }
        start.put(INPUT + ".weight", weight);
        start.put(INPUT + ".positions", positions());
        start.put(OUTPUT + ".weight", new float[d * block.width()]);
        return start;
    }

    private float[] positions() {
        float[] positions = PositionEmbeddings.sinCos(block.width(), new PatchGrid(shape.rows(), shape.columns()), 0);
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (float) (POSITIONS * positions[i]);
        }
        return positions;
    }

    @Override
    public List<FusedLayer> layers() {
        return layers;
    }

    @Override
    public List<String> inputs() {
        return List.of(POOLED, OCTAVES);
    }

    @Override
    public void addTo(GraphBuilder builder, String embedding, Tensors tensors, Function<FusedLayer, Layer> form) {
        pooled = Optional.of(new PooledLayer(tensors.floats(POOLED_MEAN), tensors.floats(POOLED_AXES)));
        builder.addVertex(DECODED, new ElementWiseVertex(ElementWiseVertex.Op.Add), embedding, POOLED);
        merge(builder, DECODED + ".octaves", DECODED, OCTAVES);
        List<String> before = new ArrayList<>(List.of(DECODED + ".octaves"));
        for (FusedLayer layer : layers.subList(0, layers.size() - 1)) {
            builder.addLayer(layer.getLayerName(), form.apply(layer), before.get(before.size() - 1));
            before.add(layer.getLayerName());
        }
        merge(builder, NAME + ".parts", DECODED, OUTPUT, OCTAVES);
        FusedLayer last = layers.get(layers.size() - 1);
        builder.addLayer(last.getLayerName(), form.apply(last), NAME + ".parts");
    }

    private static void merge(GraphBuilder builder, String name, String... inputs) {
        MergeVertex beside = new MergeVertex();
        beside.setMergeAxis(2);
        builder.addVertex(name, beside, inputs);
    }

    /** Every image's pooled vector as it is decoded at its own step, at every token [B, L, D]; octaves [B, L, 1]; the teacher's patch tokens. */
    @Override
    public Feed feed(StepInputs in, LayerContext context) {
        INDArray teacher = in.teacher().orElseThrow(); // [B, 1 + L, D]
        int b = (int) teacher.size(0);
        int l = shape.tokens();
        int d = shape.dim();
        if (teacher.size(1) != 1 + l) {
            throw new UserException("a teacher of " + teacher.size(1) + " tokens is none of a grid of " + l);
        }
        INDArray labels = context.scratch().get("distillation.labels", b, l, d);
        context.kernels().tokens().copyTokens(teacher, 1, labels, 0, l);
        double[] drawn = steps.octaves(context.kernels().copies().of(in.noise().get(TransformModel.LAYER)), b);
        float[] wanted = context.kernels().copies().of(labels);
        float[] vectors = new float[b * l * d];
        float[] octaves = new float[b * l];
        for (int image = 0; image < b; image++) {
            double step = pooledRatio * StepRange.delta(drawn[image]);
            float[] coded = pooled.orElseThrow().coded(mean(wanted, image, l, d), l, step);
            for (int t = image * l; t < (image + 1) * l; t++) {
                System.arraycopy(coded, 0, vectors, t * d, d);
                octaves[t] = (float) drawn[image];
            }
        }
        INDArray decoded = context.scratch().get("distillation.pooled", b, l, d);
        INDArray rates = context.scratch().get("distillation.octaves", b, l, 1);
        context.kernels().copies().into(decoded, vectors);
        context.kernels().copies().into(rates, octaves);
        return new Feed(List.of(decoded, rates), labels, Optional.empty());
    }

    private static float[] mean(float[] tokens, int image, int l, int d) {
        double[] sum = new double[d];
        for (int t = image * l; t < (image + 1) * l; t++) {
            for (int i = 0; i < d; i++) {
                sum[i] += tokens[t * d + i];
            }
        }
        float[] mean = new float[d];
        for (int i = 0; i < d; i++) {
            mean[i] = (float) (sum[i] / l);
        }
        return mean;
    }
}
