package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nec4j.nn.PlainOperations.assertClose;
import static org.nec4j.nn.PlainOperations.exact;
import static org.nec4j.nn.PlainOperations.linear;
import static org.nec4j.nn.PlainOperations.normal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.GeluForm;

/** Layers outside any graph, against plain operations: a whole transformer block among them. */
class LayerInferenceTest {
    private static final int DIM = 8;
    private static final int HIDDEN = 12;
    private static final int HEADS = 2;
    private static final double EPS = 1e-6;

    private final LayerContext context = LayerContext.of(Backend.kernels());

    @ParameterizedTest
    @EnumSource(GeluForm.class)
    void aBlockIsThatOfThePapers(GeluForm gelu) {
        TransformerBlock block = new TransformerBlock("blocks.7", DIM, HIDDEN, HEADS, EPS, gelu);
        Map<String, INDArray> tensors = tensors(block);
        INDArray x = normal(1, 2, 5, DIM);
        INDArray expected = block(tensors, gelu, exact(x));

        INDArray y = LayerInference.of(block, values(tensors), context).run(x);

        assertClose("y", y, expected);
        assertThat(y).as("in place").isSameAs(x);
    }

    /** Of factors the products that they make together. */
    @Test
    void aFactorizedBlockIsTheOneOfItsProducts() {
        BlockRanks ranks = new BlockRanks(3, Product.WHOLE, 2, 4);
        TransformerBlock block = new TransformerBlock("blocks.7", DIM, HIDDEN, HEADS, EPS, GeluForm.ERF, ranks);
        Map<String, INDArray> tensors = tensors(block);
        INDArray x = normal(1, 2, 5, DIM);
        Map<String, INDArray> whole = new HashMap<>(tensors);
        for (String key : BlockWeights.PRODUCTS) {
            INDArray u = tensors.get("blocks.7." + key + ".u.weight");
            if (u != null) {
                INDArray v = tensors.get("blocks.7." + key + ".v.weight");
                whole.put("blocks.7." + key + ".weight", exact(u).mmul(exact(v)));
            }
        }
        INDArray expected = block(whole, GeluForm.ERF, exact(x));

        assertClose("y", LayerInference.of(block, values(tensors), context).run(x), expected);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void aLinearLayerSeesMagnitudesAndIsRectifiedWhereItSaysSo(boolean magnitudes, boolean rectified) {
        Dense dense = new Dense("h_a.0", 4, 3, magnitudes, rectified);
        Map<String, INDArray> tensors = tensors(dense);
        INDArray x = normal(2, 2, 5, 4);
        INDArray seen = magnitudes ? Transforms.abs(exact(x)) : exact(x);
        INDArray expected = linear(seen, tensors.get("h_a.0.weight"), tensors.get("h_a.0.bias"));

        INDArray y = LayerInference.of(dense, values(tensors), context).run(x);

        assertClose("y", y, rectified ? Transforms.relu(expected, true) : expected);
    }

    @Test
    void whatRunsInAGraphOnlyIsRefusedByName() {
        Convolution convolution = new Convolution("head.conv", 2, 3, true);
        assertThatThrownBy(() -> LayerInference.of(convolution, values(tensors(convolution)), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("head.conv runs in a graph only");
    }

    /** h = x + proj(attention(norm1(x))), y = h + fc2(gelu(fc1(norm2(h)))). */
    private static INDArray block(Map<String, INDArray> tensors, GeluForm gelu, INDArray x) {
        INDArray attended = PlainOperations.attention(product(tensors, "attn.qkv", norm(tensors, "norm1", x)), HEADS);
        INDArray h = x.add(product(tensors, "attn.proj", attended));
        INDArray hidden = PlainOperations.gelu(gelu, product(tensors, "mlp.fc1", norm(tensors, "norm2", h)));
        return h.add(product(tensors, "mlp.fc2", hidden));
    }

    private static INDArray norm(Map<String, INDArray> tensors, String key, INDArray x) {
        return PlainOperations.layerNorm(
                x, tensors.get("blocks.7." + key + ".weight"), tensors.get("blocks.7." + key + ".bias"), EPS);
    }

    private static INDArray product(Map<String, INDArray> tensors, String key, INDArray x) {
        return linear(x, tensors.get("blocks.7." + key + ".weight"), tensors.get("blocks.7." + key + ".bias"));
    }

    private static Map<String, INDArray> tensors(FusedLayer layer) {
        Map<String, INDArray> tensors = new HashMap<>();
        for (Parameter parameter : layer.parameters()) {
            tensors.put(parameter.name(), normal(parameter.name().hashCode(), parameter.shape()));
        }
        return tensors;
    }

    private static Function<String, float[]> values(Map<String, INDArray> tensors) {
        return name -> tensors.get(name).dup('c').data().asFloat();
    }
}
