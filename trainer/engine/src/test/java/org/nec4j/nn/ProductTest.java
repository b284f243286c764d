package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nec4j.nn.PlainOperations.assertClose;
import static org.nec4j.nn.PlainOperations.exact;
import static org.nec4j.nn.PlainOperations.linear;
import static org.nec4j.nn.PlainOperations.normal;
import static org.nec4j.nn.PlainOperations.rows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.GeluForm;
import org.nec4j.kernel.LinearKernels;

/** Both kinds of products against plain operations with the matrix that they stand for. */
class ProductTest {
    private static final int OUT = 6;
    private static final int IN = 5;

    private final LayerContext context = LayerContext.of(Backend.kernels());
    private final LinearKernels kernels = context.kernels().linear();
    private final INDArray x = normal(1, 2, 3, IN);
    private final INDArray dy = normal(2, 2, 3, OUT);

    @ParameterizedTest
    @ValueSource(ints = {Product.WHOLE, 1, 3})
    void multipliesAsItsMatrixDoesWhateverIsFusedToIt(int rank) {
        Map<String, INDArray> tensors = tensors(rank);
        Product product = Product.of("fc", rank, tensors::get);
        INDArray expected = linear(x, matrix(tensors), tensors.get("fc.bias"));
        INDArray residual = normal(3, 2, 3, OUT);

        INDArray y = unfilled(OUT);
        product.forward(kernels, context, x, y);
        assertClose("y", y, expected);

        product.forwardResidual(kernels, context, x, residual, y);
        assertClose("residual + y", y, expected.add(exact(residual)));
        product.forwardResidual(kernels, context, x, residual, residual);
        assertThat(residual).as("in place").isEqualTo(y);

        INDArray post = unfilled(OUT);
        product.forwardGelu(kernels, context, x, y, post);
        assertClose("pre", y, expected);
        assertClose("gelu", post, PlainOperations.gelu(GeluForm.ERF, expected));
        product.forwardGelu(kernels, context, x, y, y);
        assertThat(y).as("gelu in place").isEqualTo(post);
    }

    @ParameterizedTest
    @ValueSource(ints = {Product.WHOLE, 1, 3})
    void itsGradientsAreThoseOfTheChainRule(int rank) {
        Map<String, INDArray> tensors = tensors(rank);
        Product product = Product.of("fc", rank, tensors::get);
        INDArray w = matrix(tensors);
        INDArray dxExpected = rows(dy).mmul(w).reshape('c', x.shape());

        INDArray dx = unfilled(IN);
        product.backwardInput(kernels, context, dy, dx);
        assertClose("dx", dx, dxExpected);

        INDArray pre = normal(4, 2, 3, IN);
        INDArray dpre = unfilled(IN);
        product.backwardInputGelu(kernels, context, dy, pre, dpre);
        assertClose("dpre", dpre, dxExpected.mul(PlainOperations.geluSlope(pre)));
        product.backwardInputGelu(kernels, context, dy, pre, pre);
        assertThat(pre).as("in place").isEqualTo(dpre);

        Map<String, INDArray> gradients = new HashMap<>();
        tensors.forEach((key, tensor) -> gradients.put(key, Nd4j.valueArrayOf(tensor.shape(), 7f, DataType.FLOAT)));
        product.backwardWeights(kernels, context, dy, x, gradients::get);
        INDArray dw = rows(dy).transpose().mmul(rows(x)); // [N, K]
        assertClose("bias", gradients.get("fc.bias"), rows(dy).sum(0));
        if (rank == Product.WHOLE) {
            assertClose("weight", gradients.get("fc.weight"), dw);
        } else {
            INDArray u = exact(tensors.get("fc.u.weight"));
            INDArray v = exact(tensors.get("fc.v.weight"));
            assertClose("u", gradients.get("fc.u.weight"), dw.mmul(v.transpose()));
            assertClose("v", gradients.get("fc.v.weight"), u.transpose().mmul(dw));
        }
    }

    @Test
    void aConvolutionsWeightIsAMatrixOnTheSameMemory() {
        INDArray kernel = normal(5, OUT, 3, 2, 2);
        WholeProduct product = WholeProduct.of("proj", Map.of("proj.weight", kernel, "proj.bias", normal(6, OUT))::get);
        assertThat(product.in()).isEqualTo(12);
        kernel.putScalar(new int[] {4, 2, 1, 0}, 42);
        assertThat(product.weight().getFloat(4, 10)).isEqualTo(42);
    }

    @Test
    void itsTensorsAreOneMatrixOrTwoThinOnes() {
        List<Parameter> whole = Product.parameters("blocks.3.", "mlp.fc1", Product.WHOLE, 3072, 768);
        assertThat(shapes(whole))
                .containsExactly(
                        Map.entry("blocks.3.mlp.fc1.weight", List.of(3072L, 768L)),
                        Map.entry("blocks.3.mlp.fc1.bias", List.of(3072L)));
        List<Parameter> thin = Product.parameters("blocks.3.", "mlp.fc1", 64, 3072, 768);
        assertThat(shapes(thin))
                .containsExactly(
                        Map.entry("blocks.3.mlp.fc1.v.weight", List.of(64L, 768L)),
                        Map.entry("blocks.3.mlp.fc1.u.weight", List.of(3072L, 64L)),
                        Map.entry("blocks.3.mlp.fc1.bias", List.of(3072L)));
        assertThat(Product.parameters("", "patch", 8, 96, 3, 4, 4).get(0).shape())
                .containsExactly(8, 3, 4, 4);
        for (List<Parameter> parameters : List.of(whole, thin)) {
            Map<String, INDArray> tensors = new HashMap<>();
            parameters.forEach(one -> tensors.put(one.key(), Nd4j.create(DataType.FLOAT, one.shape())));
            Product product = Product.of("mlp.fc1", parameters == whole ? Product.WHOLE : 64, tensors::get);
            assertThat(product.keys())
                    .containsExactlyInAnyOrderElementsOf(
                            parameters.stream().map(Parameter::key).toList());
            assertThat(List.of(product.out(), product.in())).containsExactly(3072L, 768L);
        }
    }

    private static List<Map.Entry<String, List<Long>>> shapes(List<Parameter> parameters) {
        return parameters.stream()
                .map(one ->
                        Map.entry(one.name(), Arrays.stream(one.shape()).boxed().toList()))
                .toList();
    }

    private static Map<String, INDArray> tensors(int rank) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        for (Parameter parameter : Product.parameters("", "fc", rank, OUT, IN)) {
            tensors.put(parameter.key(), normal(parameter.key().hashCode(), parameter.shape()));
        }
        return tensors;
    }

    private static INDArray matrix(Map<String, INDArray> tensors) {
        return tensors.containsKey("fc.weight")
                ? exact(tensors.get("fc.weight"))
                : exact(tensors.get("fc.u.weight")).mmul(exact(tensors.get("fc.v.weight")));
    }

    private static INDArray unfilled(int width) {
        return Nd4j.valueArrayOf(new long[] {2, 3, width}, Float.NaN, DataType.FLOAT);
    }
}
