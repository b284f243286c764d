package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MeasuringOutputRuntimeTest {
    private static final LayerWorkspaceMgr ANYWHERE = LayerWorkspaceMgr.noWorkspaces();

    private final Counting layer = new Counting(conf());

    @Test
    void comparesOnceWhereNoBackwardPassFollows() {
        layer.begin(3);
        assertThat(layer.measured()).isEqualTo(1);
        assertThat(layer.measured()).isEqualTo(1);
        assertThat(layer.computeScore(0, false, ANYWHERE)).isEqualTo(1);
        assertThat(layer.comparisons).isOne();
    }

    @Test
    void takesTheTermThatTheBackwardPassCameBy() {
        layer.begin(3);
        layer.backpropGradient(null, ANYWHERE);
        assertThat(layer.measured()).isEqualTo(30);
        assertThat(layer.computeScore(0, true, ANYWHERE)).isEqualTo(30);
        assertThat(layer.comparisons).isZero();
    }

    @Test
    void aNewBatchIsComparedAnew() {
        layer.begin(3);
        layer.backpropGradient(null, ANYWHERE);
        layer.begin(4);
        assertThat(layer.measured()).isEqualTo(1);
        layer.begin(4);
        assertThat(layer.measured()).isEqualTo(2);
        layer.backpropGradient(null, ANYWHERE);
        assertThat(layer.measured()).isEqualTo(40);
    }

    private static NeuralNetConfiguration conf() {
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(new FilteredSquares("counting", 1, 0));
        return conf;
    }

    /** Its term is how often it compared without a backward pass; one that a backward pass came by is ten times the factor. */
    private static final class Counting extends MeasuringOutputRuntime<FilteredSquares> {
        private static final long serialVersionUID = 1L;

        private int comparisons;

        Counting(NeuralNetConfiguration conf) {
            super(conf, DataType.FLOAT);
        }

        @Override
        protected double compare() {
            return ++comparisons;
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            throw new UnsupportedOperationException("nothing asks for it");
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
            keep(10 * factor());
            return null;
        }
    }
}
