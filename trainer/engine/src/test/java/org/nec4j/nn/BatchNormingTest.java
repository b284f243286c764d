package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nec4j.nn.PlainOperations.assertClose;
import static org.nec4j.nn.PlainOperations.exact;
import static org.nec4j.nn.PlainOperations.normal;
import static org.nec4j.nn.PlainOperations.rows;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.backend.Backend;

/** PyTorch's BatchNorm2d by its documentation: the batch's biased variance normalizes, its unbiased one moves the running one. */
class BatchNormingTest {
    private static final int CHANNELS = 3;

    private final LayerContext context = LayerContext.of(Backend.kernels());
    private final Map<String, INDArray> tensors = BatchNorming.parameters("bn.", "head.bn.", CHANNELS).stream()
            .collect(Collectors.toMap(
                    Parameter::key, one -> normal(one.key().hashCode(), one.shape()), (one, other) -> one));
    private final INDArray x = normal(1, 2, 4, CHANNELS).muli(3).addi(5);
    private final INDArray y = Nd4j.valueArrayOf(new long[] {2, 4, CHANNELS}, Float.NaN, DataType.FLOAT);

    @BeforeEach
    void aVarianceIsPositive() {
        tensors.get("bn.runningvar").assign(Transforms.abs(tensors.get("bn.runningvar")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainingTakesTheBatchsStatisticsAndTheRunningOnesFollow(boolean relu) {
        INDArray mean = rows(x).mean(0);
        INDArray variance = rows(x).var(false, 0);
        INDArray runningMean = exact(tensors.get("bn.runningmean")).mul(0.9).add(mean.mul(0.1));
        INDArray runningVariance = exact(tensors.get("bn.runningvar"))
                .mul(0.9)
                .add(rows(x).var(true, 0).mul(0.1));
        INDArray expected = normed(mean, variance, relu);

        norm(relu).forward(true, x, y);

        assertClose("y", y, expected);
        assertClose("running mean", tensors.get("bn.runningmean"), runningMean);
        assertClose("running variance", tensors.get("bn.runningvar"), runningVariance);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void elsewhereTheRunningStatisticsCountAndStay(boolean relu) {
        INDArray mean = tensors.get("bn.runningmean").dup();
        INDArray variance = tensors.get("bn.runningvar").dup();

        norm(relu).forward(false, x, y);

        assertClose("y", y, normed(exact(mean), exact(variance), relu));
        assertThat(tensors.get("bn.runningmean")).isEqualTo(mean);
        assertThat(tensors.get("bn.runningvar")).isEqualTo(variance);
    }

    private BatchNorming norm(boolean relu) {
        return new BatchNorming("bn.", relu, tensors::get, new Scratch(), () -> context);
    }

    private INDArray normed(INDArray mean, INDArray variance, boolean relu) {
        INDArray y = rows(x).subRowVector(mean)
                .diviRowVector(Transforms.sqrt(variance.add(1e-5)))
                .muliRowVector(exact(tensors.get("bn.weight")))
                .addiRowVector(exact(tensors.get("bn.bias")))
                .reshape('c', x.shape());
        return relu ? Transforms.relu(y, true) : y;
    }
}
