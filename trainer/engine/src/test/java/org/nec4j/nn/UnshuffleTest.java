package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;

class UnshuffleTest {
    private static final LayerWorkspaceMgr ANYWHERE = LayerWorkspaceMgr.noWorkspaces();

    /** Class token and four patches, of width 2. */
    private static final float[] POSITIONS = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};

    /** Of two images the ranks of their four patches; below 2 they are visible. */
    private static final INDArray RANKS = Nd4j.createFromArray(new float[][] {{2, 0, 3, 1}, {1, 2, 0, 3}});

    private static final float[][][] TOKENS = {
        {{1, 1}, {2, 3}, {4, 5}, {-1, -2}}, // class token, two visible ones, mask token
        {{6, 6}, {7, 8}, {9, 9}, {-3, -4}}
    };

    @Test
    void putsVisibleTokensWhereTheirPatchesWereAndMaskTokensElsewhere() {
        GraphVertex vertex = vertex();
        vertex.setInputs(Nd4j.createFromArray(TOKENS), RANKS);

        INDArray y = vertex.doForward(true, ANYWHERE);

        assertThat(y).isEqualTo(Nd4j.createFromArray(new float[][][] {
            {{11, 21}, {29, 38}, {52, 63}, {69, 78}, {94, 105}},
            {{16, 26}, {39, 49}, {47, 56}, {77, 88}, {87, 96}}
        }));
    }

    @Test
    void theMaskTokensGradientIsTheSumOverThePatchesThatItStoodFor() {
        GraphVertex vertex = vertex();
        vertex.setInputs(Nd4j.createFromArray(TOKENS), RANKS);
        vertex.setEpsilon(Nd4j.createFromArray(new float[][][] {
            {{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}},
            {{1, 1}, {2, 2}, {4, 4}, {8, 8}, {16, 16}}
        }));

        INDArray[] below = vertex.doBackward(false, ANYWHERE).getSecond();

        assertThat(below[0]).isEqualTo(Nd4j.createFromArray(new float[][][] {
            {{1, 2}, {5, 6}, {9, 10}, {10, 12}},
            {{1, 1}, {8, 8}, {2, 2}, {20, 20}}
        }));
        assertThat(below[1]).as("of ranks").isNull();
    }

    /** (A x) · dy = x · (Aᵀ dy), as it is linear but for the positions. */
    @Test
    void itsBackwardPassIsTheTransposeOfItsForwardPass() {
        INDArray x = PlainOperations.normal(1, 2, 4, 2);
        INDArray dy = PlainOperations.normal(2, 2, 5, 2);
        GraphVertex vertex = vertex();
        vertex.setInputs(x, RANKS);
        vertex.setEpsilon(dy);
        INDArray moved = vertex.doForward(true, ANYWHERE).dup();
        INDArray dx = vertex.doBackward(false, ANYWHERE).getSecond()[0].dup();
        vertex.setInputs(Nd4j.create(DataType.FLOAT, 2, 4, 2), RANKS);
        moved.subi(vertex.doForward(true, ANYWHERE));

        assertThat(moved.mul(dy).sumNumber().doubleValue())
                .isCloseTo(x.mul(dx).sumNumber().doubleValue(), within(1e-4));
    }

    @Test
    void aNaNGoesThroughToItsPlaceAlone() {
        INDArray tokens = Nd4j.createFromArray(TOKENS);
        tokens.putScalar(new int[] {0, 1, 1}, Float.NaN); // of rank 0, which is patch 1
        GraphVertex vertex = vertex();
        vertex.setInputs(tokens, RANKS);

        INDArray y = vertex.doForward(true, ANYWHERE);

        assertThat(y.getFloat(0, 2, 1)).isNaN();
        assertThat(y.isNaN().castTo(DataType.INT32).sumNumber().intValue()).isOne();
    }

    @Test
    void survivesDl4jsJson() {
        ComputationGraphConfiguration conf = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("tokens", "ranks")
                .addVertex("unshuffle", new Unshuffle(POSITIONS, 2), "tokens", "ranks")
                .setOutputs("unshuffle")
                .build();

        Unshuffle read = (Unshuffle) ComputationGraphConfiguration.fromJson(conf.toJson())
                .getVertices()
                .get("unshuffle");

        assertThat(read).isEqualTo(new Unshuffle(POSITIONS, 2)).isEqualTo(read.clone());
        assertThat(read).isNotEqualTo(new Unshuffle(new float[10], 2)).isNotEqualTo(new Unshuffle(POSITIONS, 5));
    }

    @Test
    void withoutKernelsItSaysSo() {
        GraphVertex lonely = instantiate(new Unshuffle(POSITIONS, 2));
        lonely.setInputs(Nd4j.createFromArray(TOKENS), RANKS);

        assertThatThrownBy(() -> lonely.doForward(true, ANYWHERE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unshuffle was handed no kernels");
    }

    private static GraphVertex vertex() {
        return instantiate(new Unshuffle(POSITIONS, 2).share(LayerContext.of(Backend.kernels())));
    }

    private static GraphVertex instantiate(Unshuffle unshuffle) {
        return unshuffle.instantiate(null, "unshuffle", 0, null, false, DataType.FLOAT);
    }
}
