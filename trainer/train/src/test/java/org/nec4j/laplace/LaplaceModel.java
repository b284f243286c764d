package org.nec4j.laplace;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.Codec;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.PmfQuantizer;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.entropy.RateEstimate;
import org.nec4j.entropy.RatingRuntime;
import org.nec4j.entropy.StoredModel;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;

/**
 * An entropy model in one class, for docs/extending.md: every channel has a Laplace density of its own mean and scale.
 *
 * <pre>
 *   training:  yTilde = y + noise,   R = Σ -log2 p(yTilde)
 *   test:      yHat = round(y - mean) + mean
 * </pre>
 */
public final class LaplaceModel implements EntropyModel {
    static final String LAYER = "laplace";
    static final String MEAN = LAYER + ".mean"; // [C]
    static final String LOG_SCALE = LAYER + ".logscale"; // [C]

    /** Probability left to escapes, as everywhere else. */
    private static final double TAIL_MASS = 1e-9;

    private static final int MOST_STEPS = 20_000;
    private static final String BOUND = "likelihood_bound";

    private final double initialScale;
    private final double bound;
    private final Density layer;

    /**
     * A model of so many channels.
     *
     * @param initialScale of all channels, in quantization steps
     * @param bound        floor of the likelihood
     */
    public LaplaceModel(int channels, double initialScale, double bound) {
        this.initialScale = initialScale;
        this.bound = bound;
        this.layer = new Density(channels, bound);
    }

    @Override
    public List<FusedLayer> layers() {
        return List.of(layer);
    }

    @Override
    public Map<String, Integer> noises() {
        return Map.of(LAYER, layer.channels);
    }

    @Override
    public List<String> rated() {
        return List.of(LAYER);
    }

    @Override
    public Map<String, float[]> initial(long seed) {
        float[] logScales = new float[layer.channels];
        Arrays.fill(logScales, (float) Math.log(initialScale));
        return Map.of(MEAN, new float[layer.channels], LOG_SCALE, logScales);
    }

    @Override
    public String addTo(GraphBuilder builder, String y, Function<FusedLayer, Layer> form) {
        builder.addLayer(LAYER, form.apply(layer), y);
        return LAYER;
    }

    @Override
    public RateEstimate estimate(Function<String, float[]> tensors, LayerContext context) {
        float[] means = tensors.apply(MEAN);
        float[] logScales = tensors.apply(LOG_SCALE);
        return (y, tokens, perturbation) -> {
            double bits = 0;
            for (int i = 0; i < y.length; i++) {
                int c = i % means.length;
                float rated = perturbation.apply(y[i], means[c]);
                bits += Mass.of(rated - means[c], logScales[c]).bits(bound);
            }
            return bits;
        };
    }

    @Override
    public CodecWriter codec(Function<String, float[]> tensors, KeptTables kept) {
        float[] means = tensors.apply(MEAN);
        float[] logScales = tensors.apply(LOG_SCALE);
        return CodecWriter.of(LaplaceCoder.MODEL)
                .floats(MEAN, new long[] {means.length}, means)
                .tables(LaplaceCoder.PREFIX, tables(logScales))
                .floats(LOG_SCALE, new long[] {logScales.length}, logScales);
    }

    @Override
    public Map<String, ?> codecSettings() {
        return Map.of(BOUND, bound);
    }

    /** One row a channel, as far to both sides as leaves TAIL_MASS outside. */
    private static CdfTables tables(float[] logScales) {
        int[][] rows = new int[logScales.length][];
        int[] offsets = new int[logScales.length];
        for (int c = 0; c < rows.length; c++) {
            double scale = Math.exp(logScales[c]);
            int steps = (int) Math.max(1, Math.min(MOST_STEPS, Math.ceil(-scale * Math.log(TAIL_MASS))));
            float[] masses = new float[2 * steps + 2];
            for (int k = -steps; k <= steps; k++) {
                masses[k + steps] = (float) Mass.of(k, logScales[c]).p;
            }
            masses[2 * steps + 1] = (float) Math.exp(-(steps + 0.5) / scale);
            rows[c] = PmfQuantizer.quantize(masses);
            offsets[c] = -steps;
        }
        return CdfTables.of(rows, offsets);
    }

    /**
     * The mass of [x - 1/2, x + 1/2] under a Laplace density around 0, and its slopes.
     *
     * @param p      the mass
     * @param dx     dp / dx
     * @param dScale dp / d ln scale
     */
    record Mass(double p, double dx, double dScale) {
        static Mass of(double x, double logScale) {
            double b = Math.exp(logScale);
            double v = Math.abs(x);
            double far = Math.exp(-(v + 0.5) / b);
            double near = Math.exp(-Math.abs(v - 0.5) / b);
            boolean outside = v >= 0.5;
            double p = outside ? (near - far) / 2 : 1 - (near + far) / 2;
            double dv = outside ? -p / b : (far - near) / (2 * b);
            double dScale = outside
                    ? ((v - 0.5) * near - (v + 0.5) * far) / (2 * b)
                    : -((0.5 - v) * near + (v + 0.5) * far) / (2 * b);
            return new Mass(p, x < 0 ? -dv : dv, dScale);
        }

        double bits(double bound) {
            return -Math.log(Math.max(p, bound)) / Math.log(2);
        }
    }

    /** The layer in DL4J's graph, [B, T, C] to [B, T, C]. */
    public static final class Density extends FusedLayer {
        private static final long serialVersionUID = 1L;

        private int channels;
        private double bound;

        /** For DL4J's JSON. */
        Density() {}

        Density(int channels, double bound) {
            super(LAYER);
            this.channels = channels;
            this.bound = bound;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(new Parameter("mean", MEAN, channels), new Parameter("logscale", LOG_SCALE, channels));
        }

        @Override
        public boolean measures() {
            return true;
        }

        @Override
        protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
            return new Running(conf, dataType);
        }
    }

    private static final class Running extends RatingRuntime<Density> {
        private static final long serialVersionUID = 1L;

        private transient INDArray yTilde;

        Running(NeuralNetConfiguration conf, DataType dataType) {
            super(conf, dataType);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray y = activation(workspaces, input.shape()); // [B, T, C]
            kernels().elements().copy(input, y);
            if (training) {
                addNoise(y);
                yTilde = saved.get("yTilde", input.shape()); // [B, T, C]
                kernels().elements().copy(y, yTilde);
            } else {
                kernels().elements().roundAround(getParam("mean"), y);
            }
            return y;
        }

        @Override
        protected double rate() {
            double bits = 0;
            for (Mass mass : masses()) {
                bits += mass.bits(layerConf().bound);
            }
            return bits;
        }

        /** A likelihood below its bound still pulls inwards, as CompressAI's LowerBound has it where the rate shall fall. */
        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
            Mass[] masses = masses();
            float[] dx = kernels().copies().of(dy);
            float[] dMeans = new float[layerConf().channels];
            float[] dLogScales = dMeans.clone();
            for (int i = 0; i < dx.length; i++) {
                double slope = -factor() / (Math.max(masses[i].p, layerConf().bound) * Math.log(2));
                dx[i] += (float) (slope * masses[i].dx);
                dMeans[i % dMeans.length] -= (float) (slope * masses[i].dx);
                dLogScales[i % dMeans.length] += (float) (slope * masses[i].dScale);
            }
            kernels().copies().into(gradientOrSpare("mean"), dMeans);
            kernels().copies().into(gradientOrSpare("logscale"), dLogScales);
            INDArray gradient = activationGradient(workspaces, input.shape()); // [B, T, C]
            kernels().copies().into(gradient, dx);
            return new Pair<>(trainedGradients(), gradient);
        }

        private Mass[] masses() {
            float[] means = kernels().copies().of(getParam("mean"));
            float[] logScales = kernels().copies().of(getParam("logscale"));
            float[] values = kernels().copies().of(yTilde);
            Mass[] masses = new Mass[values.length];
            for (int i = 0; i < masses.length; i++) {
                int c = i % means.length;
                masses[i] = Mass.of(values[i] - means[c], logScales[c]);
            }
            return masses;
        }
    }

    /** Finds the model in a codec's file. */
    public static final class Stored implements StoredModel {
        @Override
        public Optional<EntropyModel> in(Codec codec, SafeTensors file) {
            return codec.model().equals(LaplaceCoder.MODEL) && file.contains(LOG_SCALE)
                    ? Optional.of(
                            new LaplaceModel(codec.dim(), 1, codec.settings().number(BOUND)))
                    : Optional.empty();
        }
    }
}
