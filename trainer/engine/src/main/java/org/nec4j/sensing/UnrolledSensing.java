package org.nec4j.sensing;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * Senses blocks and recovers them, [B, T, n] to [B, T, n], every row of n numbers alone: x is disturbed by the camera, measured by A = support *
 * values [m, n], its measurements y are disturbed by the channel, and K iterations of NA-ALISTA (Behrens et al., arXiv 2012.13292) find
 * wavelet coefficients s with y = Phi s, Phi = A Psiᵀ:
 *
 * <pre>
 *   b = Phi s - y;  c = Wᵀ b;  (gamma, theta) from the controller;  s = shrink(s - gamma c, theta), p_k - 1 numbers left as they are
 * </pre>
 *
 * <p>The controller is an LSTM that reads |b|_1 and |c|_1, centred by constants of the first batch, which are a tensor as the others are;
 * (gamma, theta) = softplus(linear(relu(lll(cell)))). W is ALISTA's analysis matrix of Phi in closed form, through which gradients reach
 * the values, or a tensor of its own. It measures the mean of (x̂ - x)² against x before any noise.
 *
 * <p>Where it tiles, a row of the input is a square image, cut into blocks from the top left, row after row; each is sensed alone.
 */
public final class UnrolledSensing extends FusedLayer {
    private static final long serialVersionUID = 1L;

    /** The tensor of the sensing matrix. */
    public static final String VALUES = "values";

    /** The tensor of W, where that is one. */
    public static final String ANALYSIS = "analysis";

    /** The tensor that says where the sensing matrix may differ from 0. */
    public static final String SUPPORT = "support";

    /** The tensor of the controller's constants, all 0 until the first batch. */
    public static final String CONSTANTS = "constants";

    private int measurements;
    private int numbers;
    private int width;
    private Wavelet wavelet = Wavelet.HAAR;
    private int levels;
    private int[] selected = {};
    private double camera;
    private double channel;
    private double floor;
    private int along = 1;
    private boolean bytes;

    /** For DL4J's JSON. */
    UnrolledSensing() {}

    /**
     * A layer by its shape.
     *
     * @param name     prefix of the layer's tensors
     * @param selected p_k of every iteration; 0 and 1 leave no number as it is
     * @param floor    what a column's w_j · phi_j is taken for at least in the closed form, above 0; 0 for a W that is a tensor
     */
    public UnrolledSensing(String name, SensingShape shape, int[] selected, SensingNoise noise, double floor) {
        super(name);
        if (selected.length != shape.iterations()) {
            throw new IllegalArgumentException(shape.iterations() + " iterations select " + selected.length + " times");
        }
        this.measurements = shape.measurements();
        this.numbers = shape.numbers();
        this.width = shape.width();
        this.wavelet = shape.wavelet();
        this.levels = shape.levels();
        this.selected = selected.clone();
        this.camera = noise.camera();
        this.channel = noise.channel();
        this.floor = floor;
    }

    /** The same, for images of {@code across} times as many blocks along each side: rows of the input are images then. */
    public UnrolledSensing tiling(int across) {
        along = across;
        return this;
    }

    /** The same, with measurements that become bytes, whose bits the channel flips; gradients go through as if nothing had been rounded or flipped. */
    public UnrolledSensing inBytes() {
        bytes = true;
        return this;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        all.add(tensor(VALUES, measurements, numbers));
        all.add(tensor(SUPPORT, measurements, numbers));
        if (!closedForm()) {
            all.add(tensor(ANALYSIS, measurements, numbers));
        }
        all.add(tensor(CONSTANTS, 4));
        all.addAll(UnrolledController.parameters(getLayerName() + ".regressor.", width));
        return all;
    }

    /** Whether no loss moves the tensor: where the matrix may differ from 0, and what is counted on the first batch. */
    public static boolean neverTrains(Parameter parameter) {
        return parameter.key().equals(SUPPORT) || parameter.key().equals(CONSTANTS);
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new UnrolledSensingRuntime(conf, dataType);
    }

    boolean closedForm() {
        return floor > 0;
    }

    double floor() {
        return floor;
    }

    int measurements() {
        return measurements;
    }

    int numbers() {
        return numbers;
    }

    int width() {
        return width;
    }

    Wavelet wavelet() {
        return wavelet;
    }

    int levels() {
        return levels;
    }

    int iterations() {
        return selected.length;
    }

    int selected(int iteration) {
        return selected[iteration];
    }

    double camera() {
        return camera;
    }

    double channel() {
        return channel;
    }

    int along() {
        return along;
    }

    boolean bytes() {
        return bytes;
    }
}
