package org.nec4j.distill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.entropy.TransformModel;
import org.nec4j.entropy.TransformShape;
import org.nec4j.objective.Distillation;
import org.nec4j.objective.PostFilter;
import org.nec4j.transform.Covariance;
import org.nec4j.transform.LayerBases;
import org.nec4j.transform.LayeredFit;
import org.nec4j.transform.LayeredSteps;
import org.nec4j.transform.TokenGrid;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * From a distilled model to a layered codec: its transform's numbers as bases, tables and centres of every step counted on training
 * images, its post-filter, and the end of the encoder that the pooled vector comes from.
 */
public final class DistilledCodec {
    private static final String FILTER = "layered.filter.";

    /** With so many images a dimension the pooled layer is fitted to them anew: it has not been trained, and needs no more. */
    private static final int IMAGES_A_DIMENSION = 4;

    private final Distillation objective;
    private final TransformModel model;
    private final TransformShape shape;
    private final Tensors trained;
    private final double[] widths; // the token layer's steps
    private final LayeredSteps steps;

    /**
     * Of a model.
     *
     * @param trained all its tensors
     */
    public DistilledCodec(Distillation objective, Tensors trained) {
        this.objective = objective;
        this.model = objective.model();
        this.shape = model.shape();
        this.trained = trained;
        this.widths = model.steps().halfOctaves();
        this.steps = steps(objective.filter().pooledRatio(), widths);
    }

    /**
     * Pooled layers alone from half an octave coarser than the coarsest token step's to half an octave finer than the finest's, then both
     * layers. The quality "low" is the pooled layer at the step next to half of the token step of "full", whatever the ratio.
     */
    static LayeredSteps steps(double ratio, double[] tokens) {
        int coarser = 1;
        int finer = 1;
        double[] pooled = new double[coarser + tokens.length + finer];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = ratio * tokens[0] * StrictMath.pow(2, (coarser - i) / 2.0);
        }
        int[][] rungs = new int[pooled.length + tokens.length][];
        for (int i = 0; i < pooled.length; i++) {
            rungs[i] = new int[] {i, -1};
        }
        for (int i = 0; i < tokens.length; i++) {
            rungs[pooled.length + i] = new int[] {coarser + i, i};
        }
        int last = tokens.length - 1;
        int middle = Math.min(2, last);
        int full = Math.min(4, last);
        // In half octaves from the step that belongs to the token step of "full", which is ratio times it, to half of
        // that token step.
        long low = coarser + full + Math.round(2 * StrictMath.log(2 * ratio) / StrictMath.log(2));
        return new LayeredSteps(
                pooled,
                tokens.clone(),
                rungs,
                Math.toIntExact(Math.max(0, Math.min(low, pooled.length - 1))),
                pooled.length + middle,
                pooled.length + full);
    }

    /**
     * The codec, without the image encoder.
     *
     * @param learning embeddings of training images by the encoder of {@link #encoder}, [1 + L, D] each
     * @param heldOut  of images that tables were not counted on
     */
    public CodecWriter writer(List<float[]> learning, List<float[]> heldOut) {
        double price = model.relaxation().price();
        float lambda = price > 0 ? (float) price : LayeredFit.LAMBDA;
        CodecWriter writer = new LayeredFit(bases(learning), steps, learning, true, lambda).writer(heldOut);
        filter(writer);
        return writer;
    }

    /**
     * The tensors of an encoder with two ends, as {@link Encoder} reads them.
     *
     * @param began all tensors that the run began with
     * @param depth blocks below the first that trained
     */
    public static Tensors encoder(VitShape shape, Tensors began, Tensors trained, int depth) {
        Map<String, float[]> second = new LinkedHashMap<>();
        secondEnd(shape, depth)
                .keySet()
                .forEach(name -> second.put(name, began.floats(name.substring(Encoder.POOLED.length()))));
        return trained.with(second);
    }

    /** Names and shapes of the tensors of the encoder's second end. */
    public static Map<String, long[]> secondEnd(VitShape shape, int depth) {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        shape.encoderTensors().forEach((name, sizes) -> {
            boolean isAbove = name.startsWith("blocks.") && Integer.parseInt(name.split("\\.")[1]) >= depth;
            if (isAbove || name.startsWith("norm.")) {
                tensors.put(Encoder.POOLED + name, sizes);
            }
        });
        return tensors;
    }

    private LayerBases bases(List<float[]> learning) {
        int d = shape.dim();
        int l = shape.tokens();
        int k = shape.components();
        float[] places = trained.floats(TransformModel.LAYER + ".mean"); // [L, D]
        TokenGrid grid = new TokenGrid(shape.rows(), shape.columns(), true);
        float[] pooledMean = trained.floats(PostFilter.POOLED_MEAN);
        float[] axes = trained.floats(PostFilter.POOLED_AXES); // [D, D]
        if (learning.size() >= IMAGES_A_DIMENSION * d) {
            Covariance ofPooled =
                    Covariance.of(learning.stream().map(y -> grid.pooled(y, d)).toList(), d);
            pooledMean = ClosedForm.floats(ofPooled.mean());
            axes = ClosedForm.rows(ofPooled);
        }
        float[] analysis = trained.floats(TransformModel.LAYER + ".analysis"); // [K, D]
        float[] synthesis = trained.floats(TransformModel.LAYER + ".synthesis"); // [D, K]
        float[] logSteps = trained.floats(TransformModel.LAYER + ".steps"); // [L - 1, K]
        double[] common = new double[d];
        for (int i = 0; i < places.length; i++) {
            common[i % d] += places[i] / (double) l;
        }
        float[] mean = new float[l * d];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (places[i] - common[i % d] + pooledMean[i % d]);
        }
        double root = Math.sqrt(l);
        float[][] pooledAnalysis = new float[d][d];
        float[][] pooledSynthesis = new float[d][d];
        float[] ones = new float[d];
        for (int i = 0; i < axes.length; i++) {
            pooledAnalysis[i / d][i % d] = (float) (axes[i] * root);
            pooledSynthesis[i / d][i % d] = (float) (axes[i] / root);
            ones[i / d] = 1;
        }
        float[][] tokenAnalysis = new float[k][d];
        float[][] tokenSynthesis = new float[k][d];
        for (int i = 0; i < analysis.length; i++) {
            tokenAnalysis[i / d][i % d] = analysis[i];
            tokenSynthesis[i / d][i % d] = synthesis[i % d * k + i / d];
        }
        int[] order = LayerBases.order(grid);
        float[] scales = new float[order.length * k];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) StrictMath.exp(logSteps[(order[i / k] - 1) * k + i % k]);
        }
        return new LayerBases(
                grid,
                mean,
                new LayerBases.Basis(pooledAnalysis, pooledSynthesis, ones),
                new LayerBases.Basis(tokenAnalysis, tokenSynthesis, scales),
                order);
    }

    private void filter(CodecWriter writer) {
        PostFilter filter = objective.filter();
        int d = shape.dim();
        int w = filter.block().width();
        float[] both = trained.floats(PostFilter.NAME + ".input.weight"); // [W, D + 1]
        float[] input = new float[w * d];
        float[] rate = new float[w];
        for (int i = 0; i < w; i++) {
            System.arraycopy(both, i * (d + 1), input, i * d, d);
            rate[i] = both[i * (d + 1) + d];
        }
        float[] level = new float[widths.length];
        float[] gain = new float[widths.length];
        for (int i = 0; i < widths.length; i++) {
            level[i] = (float) (StrictMath.log(widths[i]) / StrictMath.log(2) - 1);
            gain[i] = (float) (widths[i] / 2);
        }
        writer.ints(FILTER + "heads", new long[0], new int[] {filter.block().heads()});
        writer.floats(FILTER + "epsilon", new long[0], new float[] {
            (float) filter.block().eps()
        });
        writer.floats(FILTER + "input.weight", new long[] {w, d}, input);
        writer.floats(
                FILTER + "positions",
                new long[] {shape.tokens(), w},
                trained.floats(PostFilter.NAME + ".input.positions"));
        writer.floats(FILTER + "rate", new long[] {w}, rate);
        writer.floats(FILTER + "level", new long[] {level.length}, level);
        writer.floats(FILTER + "gain", new long[] {gain.length}, gain);
        filter.layers().stream()
                .flatMap(layer -> layer.parameters().stream())
                .filter(p -> p.name().startsWith(PostFilter.NAME + ".block.")
                        || p.name().startsWith(PostFilter.NAME + ".output."))
                .forEach(p -> writer.floats(
                        FILTER + p.name().substring(PostFilter.NAME.length() + 1),
                        p.shape(),
                        trained.floats(p.name())));
    }
}
