package org.nec4j.grid;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.InitialWeights;

/** Forward and backward pass of a codebook, and how its codes move. */
final class CodebookRuntime extends FusedLayerRuntime<Codebook> implements Quantizes {
    private static final long serialVersionUID = 1L;
    /** The moving count below which a code is dead. */
    private static final double DEAD = 0.03;
    /** The moving count that a code has which begins anew. */
    private static final double RESTARTED = 0.5;

    private transient CodebookStep step = CodebookStep.QUANTIZE;
    private transient int[] chosen = {};
    private double factor = 1;
    private double distance;
    private boolean quantized = true;

    CodebookRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void step(CodebookStep following) {
        this.step = following;
    }

    @Override
    public void begin(double weight) {
        this.factor = weight;
    }

    /** commitment * the mean squared distance, 0 where nothing was quantized. */
    @Override
    public double measured() {
        return layerConf().commitment() * distance;
    }

    @Override
    public int[] chosen() {
        return chosen.clone();
    }

    @Override
    public double perplexity() {
        double[] counts = new double[layerConf().codes()];
        for (int code : chosen) {
            counts[code]++;
        }
        double nats = 0;
        for (double count : counts) {
            double share = count / chosen.length;
            nats -= share * Math.log(share + 1e-10);
        }
        return Math.exp(nats);
    }

    private int rows() {
        return Math.toIntExact(input.length() / layerConf().dim());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape()); // [B, H, W, D]
        quantized = !training || step.quantizes();
        if (!quantized) {
            kernels().elements().copy(input, y);
            distance = 0;
            chosen = new int[0];
            if (step.places()) {
                int from = layerConf().codes() * step.part() / step.parts();
                int to = layerConf().codes() * (step.part() + 1) / step.parts();
                place(IntStream.range(from, to).toArray(), 1);
            }
            return y;
        }
        chosen = chosen.length == rows() ? chosen : new int[rows()];
        distance = kernels().grids().nearest(input, getParam(Codebook.CODES), chosen, y);
        kernels().elements().copy(y, saved.get("y", input.shape()));
        if (training) {
            move();
        }
        return y;
    }

    /** After the codes were used in this pass. */
    private void move() {
        kernels()
                .grids()
                .follow(
                        input,
                        chosen,
                        layerConf().decay(),
                        layerConf().epsilon(),
                        getParam(Codebook.SIZES),
                        getParam(Codebook.SUMS),
                        getParam(Codebook.CODES));
        if (step.restarts()) {
            float[] sizes = kernels().copies().of(getParam(Codebook.SIZES));
            place(
                    IntStream.range(0, sizes.length)
                            .filter(code -> sizes[code] < DEAD)
                            .toArray(),
                    RESTARTED);
        }
    }

    /** Puts rows of this batch, drawn by seed and step alone, in the place of these codes. */
    private void place(int[] places, double size) {
        SplittableRandom random = InitialWeights.random(layerConf().getLayerName() + "@" + step.step(), step.seed());
        int[] drawn = IntStream.range(0, places.length)
                .map(i -> random.nextInt(rows()))
                .toArray();
        kernels()
                .grids()
                .place(
                        input,
                        drawn,
                        places,
                        size,
                        getParam(Codebook.SIZES),
                        getParam(Codebook.SUMS),
                        getParam(Codebook.CODES));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().elements().copy(dy, dx);
        if (quantized) {
            double slope = 2 * factor * layerConf().commitment() / input.length();
            kernels().elements().addScaled(slope, input, dx);
            kernels().elements().addScaled(-slope, saved.get("y", input.shape()), dx);
        }
        return new Pair<>(trainedGradients(), dx);
    }
}
