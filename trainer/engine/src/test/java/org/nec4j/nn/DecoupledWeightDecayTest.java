package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nec4j.backend.Backend;

class DecoupledWeightDecayTest {
    @Test
    void theUpdateGrowsByLearningRateTimesDecayTimesParameter() {
        INDArray parameter = Nd4j.createFromArray(1f, -2f, 4f);
        INDArray update = Nd4j.createFromArray(0.5f, 0.5f, 0.5f);

        new DecoupledWeightDecay(0.25, Backend.kernels()).apply(parameter, update, 0.5, 7, 1);

        assertThat(update.toFloatVector()).containsExactly(0.625f, 0.25f, 1f);
        assertThat(parameter.toFloatVector()).containsExactly(1f, -2f, 4f);
    }

    @Test
    void isTheDecayOfDl4j() {
        Regularization theirs = new WeightDecay(0.05, true);
        Regularization ours = new DecoupledWeightDecay(0.05, Backend.kernels());
        INDArray parameter = PlainOperations.normal(1, 7, 11);
        INDArray update = PlainOperations.normal(2, 7, 11);
        INDArray expected = update.dup();

        theirs.apply(parameter, expected, 1e-3, 3, 0);
        ours.clone().apply(parameter, update, 1e-3, 3, 0);

        PlainOperations.assertClose("update", update, expected);
        assertThat(ours.applyStep()).isEqualTo(theirs.applyStep());
        assertThat(ours.score(parameter, 3, 0)).isZero(); // the loss that is told is the objective's
    }
}
