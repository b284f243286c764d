package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.portable.PortableKernels;

class EmbeddingTokensTest extends FusedLayerBattery<EmbeddingTokens> {
    EmbeddingTokensTest() {
        super(() -> new EmbeddingTokens("embedding", false, 2), shape(2, 5, 3), shape(2, 4, 3));
    }

    @Test
    void leavesRegistersOutAndKeepsTheClassToken() {
        INDArray x = Nd4j.createFromArray(new double[] {1, 2, 3, 4, 5}).reshape(1, 5, 1);
        INDArray out = Nd4j.create(x.dataType(), 1, 3, 1);

        TokenChoice.forward(LayerContext.of(PortableKernels.because("test")), x, true, 3, out);

        assertThat(out.reshape(3).toDoubleVector()).containsExactly(1, 4, 5);
    }

    @Test
    void putsTheMeanOfThePatchesWhereThereIsNoClassToken() {
        INDArray x = Nd4j.createFromArray(new double[] {9, 1, 2, 6}).reshape(1, 4, 1);
        INDArray out = Nd4j.create(x.dataType(), 1, 4, 1);

        TokenChoice.forward(LayerContext.of(PortableKernels.because("test")), x, false, 1, out);

        assertThat(out.reshape(4).toDoubleVector()).containsExactly(3, 1, 2, 6);
    }
}
