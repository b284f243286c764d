package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FusedInitializerTest {
    private final Dense layer = new Dense("h_a.0", 3, 2, false, false); // weight [2, 3], bias [2]

    @Test
    void cutsTheFlatVectorIntoViewsInTheOrderOfTheTensors() {
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(layer);
        INDArray flat = Nd4j.arange(8).castTo(DataType.FLOAT).reshape(1, 8);

        Map<String, INDArray> views = FusedInitializer.INSTANCE.init(conf, flat, true);

        assertThat(views.keySet()).containsExactly("weight", "bias");
        assertThat(views.get("weight")).isEqualTo(Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}}));
        assertThat(views.get("bias")).isEqualTo(Nd4j.createFromArray(6f, 7f));
        assertThat(conf.variables()).containsExactly("weight", "bias");

        views.get("weight").putScalar(new int[] {1, 0}, 42);
        FusedInitializer.INSTANCE
                .getGradientsFromFlattened(conf, flat)
                .get("bias")
                .putScalar(1, 43);
        assertThat(flat.toFloatVector()).containsExactly(0, 1, 2, 42, 4, 5, 6, 43);
    }

    @Test
    void countsAndTellsWeightsFromBiases() {
        assertThat(FusedInitializer.INSTANCE.numParams(layer)).isEqualTo(8);
        assertThat(FusedInitializer.INSTANCE.paramKeys(layer)).containsExactly("weight", "bias");
        assertThat(FusedInitializer.INSTANCE.weightKeys(layer)).containsExactly("weight");
        assertThat(FusedInitializer.INSTANCE.biasKeys(layer)).containsExactly("bias");
    }

    /** DL4J hands no vector to a layer without tensors. */
    @Test
    void aLayerWithoutTensorsNeedsNoVector() {
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(new FilteredSquares("distillation", 1.75, -0.8));
        assertThat(FusedInitializer.INSTANCE.init(conf, null, true)).isEmpty();
        assertThat(FusedInitializer.INSTANCE.numParams(conf)).isZero();
    }
}
