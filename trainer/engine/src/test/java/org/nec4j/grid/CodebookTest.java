package org.nec4j.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;

/** The battery sees codes that stand still: a decay of 1, and sums that are the codes. */
class CodebookTest extends FusedLayerBattery<Codebook> {
    private static final LayerWorkspaceMgr ANYWHERE = LayerWorkspaceMgr.noWorkspaces();

    CodebookTest() {
        super(() -> new Codebook("book", 5, 3, 0.25, 1, 0), shape(2, 2, 3, 3), shape(2, 2, 3, 3));
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return GridNetwork.neverTrains(parameter);
    }

    @Override
    protected double[] start(String name, double[] drawn) {
        if (name.equals(Codebook.SIZES)) {
            return Arrays.stream(drawn).map(one -> 1).toArray();
        }
        if (name.equals(Codebook.SUMS)) {
            Random asTheCodes = new Random(Codebook.CODES.hashCode());
            return Arrays.stream(drawn).map(one -> asTheCodes.nextGaussian()).toArray();
        }
        return drawn;
    }

    /** Gradients go straight through: the slope is that of a loss on what comes in. */
    @Override
    protected double loss(String key, FusedLayerRuntime<?> running, INDArray y, INDArray weights) {
        return super.loss(key, running, y, weights)
                + running.input().sub(y).mul(weights).sumNumber().doubleValue();
    }

    @Test
    void rowsTakeThePlaceOfCodesBeforeAnyIsUsed() {
        CodebookRuntime running = running(0.99);
        INDArray x = array("rows", DataType.FLOAT, 1, 2, 2, 3);
        for (int part = 0; part < 2; part++) {
            running.step(new CodebookStep(false, true, part, 2, false, 7, part));
            running.setInput(x, ANYWHERE);
            assertThat(running.activate(true, ANYWHERE)).isEqualTo(x);
            assertThat(running.measured()).isZero();
        }
        float[][] rows = x.reshape(4, 3).toFloatMatrix();
        for (float[] code : running.getParam(Codebook.CODES).toFloatMatrix()) {
            assertThat(List.of(rows)).contains(code);
        }
        assertThat(running.getParam(Codebook.SIZES).toFloatVector()).containsOnly(1);
        assertThat(running.getParam(Codebook.SUMS)).isEqualTo(running.getParam(Codebook.CODES));
    }

    @Test
    void deadCodesBeginAnewAtRowsAndTheSameOnesForTheSameSeed() {
        INDArray[] codes = new INDArray[2];
        for (int time = 0; time < 2; time++) {
            CodebookRuntime running = running(0.99);
            running.getParam(Codebook.SIZES).assign(1).putScalar(3, 0.01);
            running.getParam(Codebook.CODES).putRow(3, Nd4j.createFromArray(1e5f, 1e5f, 1e5f));
            running.step(new CodebookStep(true, false, 0, 1, true, 7, 40));
            INDArray x = array("rows", DataType.FLOAT, 1, 2, 2, 3);
            running.setInput(x, ANYWHERE);
            running.activate(true, ANYWHERE);
            assertThat(running.chosen()).hasSize(4).doesNotContain(3);
            codes[time] = running.getParam(Codebook.CODES).dup();
            assertThat(List.of(x.reshape(4, 3).toFloatMatrix()))
                    .contains(codes[time].toFloatMatrix()[3]);
            assertThat(running.getParam(Codebook.SIZES).getFloat(3)).isEqualTo(0.5f);
        }
        assertThat(codes[1]).isEqualTo(codes[0]);
    }

    @Test
    void evaluationMovesNothing() {
        CodebookRuntime running = running(0.99);
        INDArray before = running.params().dup();
        running.setInput(array("rows", DataType.FLOAT, 1, 2, 2, 3), ANYWHERE);
        running.activate(false, ANYWHERE);
        assertThat(running.params()).isEqualTo(before);
        assertThat(running.perplexity()).isBetween(1.0, 4.0);
    }

    private CodebookRuntime running(double decay) {
        Codebook book = new Codebook("book", 5, 3, 0.25, decay, 1e-5);
        book.share(LayerContext.of(Backend.kernels()));
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(book);
        long numbers = book.parameters().stream().mapToLong(Parameter::length).sum();
        CodebookRuntime running = (CodebookRuntime)
                book.instantiate(conf, List.of(), 0, Nd4j.create(DataType.FLOAT, 1, numbers), true, DataType.FLOAT);
        book.parameters().forEach(p -> running.getParam(p.key()).assign(array(p.key(), DataType.FLOAT, p.shape())));
        return running;
    }
}
