package org.nec4j.sensing;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.model.EightBits;
import org.nec4j.kernel.SensingKernels;
import org.nec4j.nn.FusedLayerRuntime;

/** Forward and backward pass of sensing and recovery. */
final class UnrolledSensingRuntime extends FusedLayerRuntime<UnrolledSensing> implements Sensed {
    private static final long serialVersionUID = 1L;
    /** Of the closed form, as a share of the mean of the diagonal. */
    private static final double RIDGE = 1e-4;

    private final transient UnrolledController controller;
    private transient Optional<INDArray> camera = Optional.empty();
    private transient Optional<INDArray> channel = Optional.empty();
    private transient Optional<EightBits> quantizer = Optional.empty();
    private transient Optional<INDArray> given = Optional.empty();
    private double factor = 1;
    private double distortion;

    UnrolledSensingRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        controller = new UnrolledController(
                new UnrolledController.Tensors() {
                    @Override
                    public INDArray value(String key) {
                        return getParam(key);
                    }

                    @Override
                    public INDArray gradient(String key) {
                        return gradientOrSpare(key);
                    }
                },
                saved,
                this::context);
    }

    @Override
    public void noise(INDArray ofCamera, INDArray ofChannel) {
        camera = Optional.of(ofCamera);
        channel = Optional.of(ofChannel);
    }

    @Override
    public void quantizer(EightBits bits) {
        quantizer = Optional.of(bits);
    }

    @Override
    public void recover(INDArray measurements) {
        given = Optional.of(measurements);
    }

    @Override
    public void begin(double weight) {
        this.factor = weight;
    }

    @Override
    public double measured() {
        return distortion;
    }

    /** Step and threshold of an iteration of the last pass, [R, 2]. */
    INDArray control(int iteration) {
        return controller.control(iteration);
    }

    /** The coefficients of the last pass after so many iterations, [R, n]. */
    INDArray coefficients(int iterations) {
        return blocks("s" + iterations);
    }

    private SensingKernels sensing() {
        return kernels().sensing();
    }

    private long rows() {
        return input.length() / layerConf().numbers();
    }

    private INDArray blocks(String name) {
        return saved.get(name, rows(), layerConf().numbers()); // [R, n]
    }

    private INDArray measurements(String name) {
        return saved.get(name, rows(), layerConf().measurements()); // [R, m]
    }

    private INDArray matrix(String name) {
        return saved.get(name, layerConf().measurements(), layerConf().numbers()); // [m, n]
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        dictionary();
        measure(training);
        controller.begin(rows());
        INDArray s = blocks("s0");
        kernels().elements().fill(0, s);
        for (int k = 0; k < layerConf().iterations(); k++) {
            INDArray b = measurements("b" + k);
            kernels().linear().forwardResidual(s, matrix("phi"), noBias(), measurements("minus"), b);
            INDArray c = blocks("c" + k);
            kernels().linear().backwardInput(b, analysis(), c);
            if (k == 0) {
                setConstants(b, c);
            }
            INDArray readings = readings(k);
            sensing().readings(b, c, getParam(UnrolledSensing.CONSTANTS), readings);
            INDArray control = controller.forward(k, readings);
            INDArray next = blocks("s" + (k + 1));
            sensing().shrink(s, c, control, layerConf().selected(k), next);
            s = next;
        }
        INDArray y = activation(workspaces, input.shape()); // [B, T, n]
        INDArray recovered = sensedBlocks().isCut() ? blocks("recovered") : y;
        sensing().wavelet(s, layerConf().wavelet(), layerConf().levels(), true, recovered);
        if (sensedBlocks().isCut()) {
            sensedBlocks().join(kernels().tokens(), recovered, y);
        }
        distortion = sensing().meanSquare(y, input, blocks("slope"));
        return y;
    }

    /** A, Phi and, in closed form, W. */
    private void dictionary() {
        sensing().multiply(getParam(UnrolledSensing.VALUES), getParam(UnrolledSensing.SUPPORT), matrix("a"));
        sensing().wavelet(matrix("a"), layerConf().wavelet(), layerConf().levels(), false, matrix("phi"));
        if (layerConf().closedForm()) {
            sensing().analysis(matrix("phi"), RIDGE, layerConf().floor(), matrix("w"));
        }
    }

    private INDArray analysis() {
        return layerConf().closedForm() ? matrix("w") : getParam(UnrolledSensing.ANALYSIS);
    }

    private SensedBlocks sensedBlocks() {
        return new SensedBlocks(
                (int) Math.round(Math.sqrt(layerConf().numbers())), layerConf().along());
    }

    /** The blocks as they are, [R, n]. */
    private INDArray imageBlocks() {
        if (!sensedBlocks().isCut()) {
            return input;
        }
        INDArray x = blocks("x");
        sensedBlocks().cut(kernels().tokens(), input, x);
        return x;
    }

    /** The measurements and, to be added to what explains them, their negatives. */
    private void measure(boolean training) {
        INDArray minus = measurements("minus");
        if (given.isPresent()) {
            kernels().elements().copy(given.get(), minus);
            kernels().elements().scale(-1, minus);
            given = Optional.empty();
            return;
        }
        INDArray x = imageBlocks();
        INDArray seen = x;
        if (layerConf().camera() > 0) {
            seen = blocks("seen");
            sensing().disturb(x, noise(camera), layerConf().camera(), seen);
        }
        INDArray clean = measurements("clean");
        kernels().linear().forward(seen, matrix("a"), noBias(), clean);
        if (layerConf().bytes()) {
            kernels().copies().into(minus, received(kernels().copies().of(clean), training));
        } else if (layerConf().channel() > 0) {
            sensing().disturb(clean, noise(channel), layerConf().channel(), minus);
        } else {
            kernels().elements().copy(clean, minus);
        }
        kernels().elements().scale(-1, minus);
    }

    /** Measurements as bytes, some of whose bits are flipped, [R * m]. */
    private float[] received(float[] y, boolean training) {
        int m = layerConf().measurements();
        float[] flips = kernels().copies().of(noise(channel));
        EightBits bits = training
                ? EightBits.of(y, m)
                : quantizer.orElseThrow(
                        () -> new IllegalStateException("sensing was told of no quantizer before its pass"));
        for (int i = 0; i < y.length; i++) {
            y[i] = bits.value((byte) (bits.symbol(y[i], i % m) ^ (int) flips[i]), i % m);
        }
        return y;
    }

    private static INDArray noise(Optional<INDArray> drawn) {
        return drawn.orElseThrow(() -> new IllegalStateException("sensing was handed no noise before its pass"));
    }

    private INDArray noBias() {
        INDArray zeros = temporary("sensing.zeros", layerConf().measurements());
        kernels().elements().fill(0, zeros);
        return zeros;
    }

    private INDArray readings(int iteration) {
        return saved.get("readings" + iteration, rows(), 2);
    }

    /** On the first batch ever; a deviation is never 0 afterwards. */
    private void setConstants(INDArray b, INDArray c) {
        INDArray constants = getParam(UnrolledSensing.CONSTANTS);
        if (kernels().copies().of(constants)[1] == 0) {
            sensing().constants(b, c, constants);
        }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray drecovered = blocks("drecovered");
        kernels().elements().copy(dy, drecovered);
        kernels().elements().addScaled(factor, blocks("slope"), drecovered);
        if (sensedBlocks().isCut()) {
            INDArray inBlocks = blocks("dblocks");
            sensedBlocks().cut(kernels().tokens(), drecovered, inBlocks);
            drecovered = inBlocks;
        }
        INDArray ds = blocks("ds");
        sensing().wavelet(drecovered, layerConf().wavelet(), layerConf().levels(), false, ds);
        INDArray dphi = matrix("dphi");
        INDArray dw = matrix("dw");
        INDArray dmeasured = measurements("dmeasured");
        for (INDArray sum : new INDArray[] {dphi, dw, dmeasured}) {
            kernels().elements().fill(0, sum);
        }
        recoverBackward(ds, dphi, dw, dmeasured);
        if (layerConf().closedForm()) {
            sensing().analysisBackward(matrix("phi"), RIDGE, layerConf().floor(), dw, dphi);
        } else if (trains(UnrolledSensing.ANALYSIS)) {
            kernels().elements().copy(dw, gradient(UnrolledSensing.ANALYSIS));
        }
        return new Pair<>(trainedGradients(), measureBackward(dmeasured, dphi, workspaces));
    }

    /** Adds up the gradients of Phi, W and the measurements over all iterations, and leaves those of the controller. */
    private void recoverBackward(INDArray ds, INDArray dphi, INDArray dw, INDArray dmeasured) {
        controller.beginBackward();
        INDArray dc = blocks("dc");
        INDArray db = measurements("db");
        INDArray dcontrol = temporary("sensing.dcontrol", rows(), 2);
        INDArray dreadings = temporary("sensing.dreadings", rows(), 2);
        INDArray more = temporary("sensing.more", rows(), layerConf().numbers());
        int last = layerConf().iterations() - 1;
        for (int k = last; k >= 0; k--) {
            INDArray s = blocks("s" + k);
            INDArray b = measurements("b" + k);
            INDArray c = blocks("c" + k);
            sensing()
                    .shrinkBackward(ds, s, c, controller.control(k), layerConf().selected(k), ds, dc, dcontrol);
            controller.backward(k, k == last, dcontrol, readings(k), dreadings);
            kernels().elements().fill(0, db);
            sensing().readingsBackward(dreadings, b, c, getParam(UnrolledSensing.CONSTANTS), db, dc);
            addProduct(b, dc, dw);
            INDArray throughC = temporary("sensing.db", rows(), layerConf().measurements());
            kernels().linear().forward(dc, analysis(), noBias(), throughC);
            kernels().elements().add(throughC, db);
            addProduct(db, s, dphi);
            kernels().linear().backwardInput(db, matrix("phi"), more);
            kernels().elements().add(more, ds);
            kernels().elements().addScaled(-1, db, dmeasured);
        }
        controller.endBackward();
    }

    /** sum += aᵀ b; a [R, m], b [R, n]. */
    private void addProduct(INDArray a, INDArray b, INDArray sum) {
        INDArray part = temporary(
                "sensing.part", layerConf().measurements(), layerConf().numbers());
        kernels()
                .linear()
                .backwardWeights(
                        a, b, part, temporary("sensing.spare", layerConf().measurements()));
        kernels().elements().add(part, sum);
    }

    /** The gradients of the values and of the blocks. */
    private INDArray measureBackward(INDArray dmeasured, INDArray dphi, LayerWorkspaceMgr workspaces) {
        if (layerConf().channel() > 0 && !layerConf().bytes()) {
            sensing()
                    .disturbBackward(
                            dmeasured,
                            measurements("clean"),
                            noise(channel),
                            layerConf().channel(),
                            dmeasured);
        }
        INDArray da = matrix("da");
        sensing().wavelet(dphi, layerConf().wavelet(), layerConf().levels(), true, da);
        addProduct(
                dmeasured,
                layerConf().camera() > 0 ? blocks("seen") : sensedBlocks().isCut() ? blocks("x") : input,
                da);
        if (trains(UnrolledSensing.VALUES)) {
            sensing().multiply(da, getParam(UnrolledSensing.SUPPORT), gradient(UnrolledSensing.VALUES));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        INDArray dblocks = sensedBlocks().isCut() ? blocks("dblocks") : dx;
        kernels().linear().backwardInput(dmeasured, matrix("a"), dblocks); // [B, T, n]
        if (layerConf().camera() > 0) {
            sensing()
                    .disturbBackward(
                            dblocks,
                            sensedBlocks().isCut() ? blocks("x") : input,
                            noise(camera),
                            layerConf().camera(),
                            dblocks);
        }
        if (sensedBlocks().isCut()) {
            sensedBlocks().join(kernels().tokens(), dblocks, dx);
        }
        kernels().elements().addScaled(-factor, blocks("slope"), dx);
        return dx;
    }
}
