package org.nec4j.sensing;

import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.Scratch;

/** The controller inside an unrolled recovery, an LSTM H wide: readings [R, 2] to step and threshold [R, 2], and back through all iterations. */
final class UnrolledController {
    private final Tensors tensors;
    private final Scratch saved;
    private final Supplier<LayerContext> context;
    private long rows;
    private long width;

    /** A layer's tensors and where their gradients go. */
    interface Tensors {
        INDArray value(String key);

        /** The gradient's own array, or one to throw away where none is wanted. */
        INDArray gradient(String key);
    }

    UnrolledController(Tensors tensors, Scratch saved, Supplier<LayerContext> context) {
        this.tensors = tensors;
        this.saved = saved;
        this.context = context;
    }

    /** The tensors, in PyTorch's layout: gates in the order i, f, g, o. */
    static List<Parameter> parameters(String prefix, long width) {
        return List.of(
                new Parameter("hidden", prefix + "hidden", width),
                new Parameter("cellstate", prefix + "cellstate", width),
                new Parameter("ih.weight", prefix + "lstm.weight_ih", 4 * width, 2),
                new Parameter("hh.weight", prefix + "lstm.weight_hh", 4 * width, width),
                new Parameter("ih.bias", prefix + "lstm.bias_ih", 4 * width),
                new Parameter("hh.bias", prefix + "lstm.bias_hh", 4 * width),
                new Parameter("lll.weight", prefix + "lll.weight", width, width),
                new Parameter("lll.bias", prefix + "lll.bias", width),
                new Parameter("linear.weight", prefix + "linear.weight", 2, width),
                new Parameter("linear.bias", prefix + "linear.bias", 2));
    }

    /** A recovery of so many blocks begins. */
    void begin(long blocks) {
        rows = blocks;
        width = tensors.value("hidden").length();
        spread("hidden", hidden(0));
        spread("cellstate", cell(0));
    }

    private void spread(String key, INDArray out) {
        kernels().tokens().gather(tensors.value(key).reshape(1, width), new int[Math.toIntExact(rows)], out);
    }

    /** Step and threshold of an iteration, [R, 2], from readings [R, 2]. */
    INDArray forward(int iteration, INDArray readings) {
        INDArray gates = gates(iteration);
        kernels().linear().forward(readings, tensors.value("ih.weight"), tensors.value("ih.bias"), gates);
        kernels()
                .linear()
                .forwardResidual(hidden(iteration), tensors.value("hh.weight"), tensors.value("hh.bias"), gates, gates);
        kernels().sensing().lstm(gates, cell(iteration), cell(iteration + 1), hidden(iteration + 1));
        INDArray bent = bent(iteration);
        kernels().linear().forward(cell(iteration + 1), tensors.value("lll.weight"), tensors.value("lll.bias"), bent);
        kernels().elements().rectify(bent);
        INDArray raw = raw(iteration);
        kernels().linear().forward(bent, tensors.value("linear.weight"), tensors.value("linear.bias"), raw);
        INDArray control = control(iteration);
        kernels().sensing().softplus(raw, control);
        return control;
    }

    /** What {@link #forward} gave for the iteration. */
    INDArray control(int iteration) {
        return saved.get("control" + iteration, rows, 2);
    }

    /** The backward pass begins, at the last iteration. */
    void beginBackward() {
        kernels().elements().fill(0, dcell());
        kernels().elements().fill(0, dhidden());
    }

    /**
     * The gradient of an iteration's readings; iterations come from the last to the first.
     *
     * @param last     whether this is the last, whose gradients of tensors stand alone
     * @param dcontrol [R, 2], overwritten
     */
    void backward(int iteration, boolean last, INDArray dcontrol, INDArray readings, INDArray dreadings) {
        kernels().sensing().softplusBackward(raw(iteration), dcontrol);
        addWeights("linear", last, dcontrol, bent(iteration));
        INDArray dbent = temporary("dbent", width);
        kernels().linear().backwardInput(dcontrol, tensors.value("linear.weight"), dbent);
        kernels().elements().timesSign(bent(iteration), dbent);
        addWeights("lll", last, dbent, cell(iteration + 1));
        INDArray more = temporary("dcell", width);
        kernels().linear().backwardInput(dbent, tensors.value("lll.weight"), more);
        kernels().elements().add(more, dcell());
        INDArray dgates = temporary("dgates", 4 * width);
        kernels().sensing().lstmBackward(dcell(), dhidden(), gates(iteration), cell(iteration), dgates, dcell());
        addWeights("ih", last, dgates, readings);
        addWeights("hh", last, dgates, hidden(iteration));
        kernels().linear().backwardInput(dgates, tensors.value("ih.weight"), dreadings);
        kernels().linear().backwardInput(dgates, tensors.value("hh.weight"), dhidden());
    }

    /** The gradients of what the first iteration began with. */
    void endBackward() {
        gather("hidden", dhidden());
        gather("cellstate", dcell());
    }

    private void gather(String key, INDArray d) {
        kernels()
                .tokens()
                .scatterAdd(
                        d, new int[Math.toIntExact(rows)], tensors.gradient(key).reshape(1, width));
    }

    private void addWeights(String layer, boolean last, INDArray dy, INDArray x) {
        INDArray dweight = tensors.gradient(layer + ".weight");
        INDArray dbias = tensors.gradient(layer + ".bias");
        if (last) {
            kernels().linear().backwardWeights(dy, x, dweight, dbias);
            return;
        }
        INDArray weightPart = context.get().scratch().get("controller." + layer + ".weight", dweight.shape());
        INDArray biasPart = context.get().scratch().get("controller." + layer + ".bias", dbias.shape());
        kernels().linear().backwardWeights(dy, x, weightPart, biasPart);
        kernels().elements().add(weightPart, dweight);
        kernels().elements().add(biasPart, dbias);
    }

    private Kernels kernels() {
        return context.get().kernels();
    }

    private INDArray temporary(String name, long columns) {
        return context.get().scratch().get("controller." + name, rows, columns);
    }

    private INDArray hidden(int iteration) {
        return saved.get("hidden" + iteration, rows, width);
    }

    private INDArray cell(int iteration) {
        return saved.get("cell" + iteration, rows, width);
    }

    private INDArray gates(int iteration) {
        return saved.get("gates" + iteration, rows, 4 * width);
    }

    private INDArray bent(int iteration) {
        return saved.get("bent" + iteration, rows, width);
    }

    private INDArray raw(int iteration) {
        return saved.get("raw" + iteration, rows, 2);
    }

    private INDArray dcell() {
        return saved.get("dcell", rows, width);
    }

    private INDArray dhidden() {
        return saved.get("dhidden", rows, width);
    }
}
