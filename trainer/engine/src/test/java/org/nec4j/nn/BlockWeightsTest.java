package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BlockWeightsTest {
    /** What timm's {@code vit_base_patch16_224} has in {@code blocks.0}, in the order of its state dict; 12 of them hold 85,054,464 numbers. */
    @Test
    void itsTensorsAreThoseOfTimm() {
        List<Parameter> parameters = BlockWeights.parameters("blocks.0", 768, 3072);

        assertThat(parameters)
                .extracting(one -> one.name() + " " + Arrays.toString(one.shape()))
                .containsExactly(
                        "blocks.0.norm1.weight [768]",
                        "blocks.0.norm1.bias [768]",
                        "blocks.0.attn.qkv.weight [2304, 768]",
                        "blocks.0.attn.qkv.bias [2304]",
                        "blocks.0.attn.proj.weight [768, 768]",
                        "blocks.0.attn.proj.bias [768]",
                        "blocks.0.norm2.weight [768]",
                        "blocks.0.norm2.bias [768]",
                        "blocks.0.mlp.fc1.weight [3072, 768]",
                        "blocks.0.mlp.fc1.bias [3072]",
                        "blocks.0.mlp.fc2.weight [768, 3072]",
                        "blocks.0.mlp.fc2.bias [768]");
        assertThat(12 * parameters.stream().mapToLong(Parameter::length).sum()).isEqualTo(85_054_464);
    }

    @Test
    void everyTensorGoesWhereItsKeySays() {
        for (BlockRanks ranks : List.of(BlockRanks.WHOLE, new BlockRanks(2, 0, 1, 3))) {
            Map<String, INDArray> tensors = new HashMap<>();
            BlockWeights.parameters("blocks.0", 4, 6, ranks)
                    .forEach(one -> tensors.put(one.key(), Nd4j.create(DataType.FLOAT, one.shape())));

            BlockWeights weights = BlockWeights.of(tensors::get, ranks);

            assertThat(weights.norm1Gain()).isSameAs(tensors.get("norm1.weight"));
            assertThat(weights.norm1Bias()).isSameAs(tensors.get("norm1.bias"));
            assertThat(weights.norm2Gain()).isSameAs(tensors.get("norm2.weight"));
            assertThat(weights.norm2Bias()).isSameAs(tensors.get("norm2.bias"));
            List<Product> products = List.of(weights.qkv(), weights.proj(), weights.fc1(), weights.fc2());
            for (int i = 0; i < BlockRanks.COUNT; i++) {
                String key = BlockWeights.PRODUCTS.get(i);
                assertThat(products.get(i).keys()).allMatch(one -> one.startsWith(key + "."));
                assertThat(products.get(i))
                        .isInstanceOf(
                                ranks.numbers()[i] == Product.WHOLE ? WholeProduct.class : FactorizedProduct.class);
            }
            assertThat(products).extracting(Product::out).containsExactly(12L, 4L, 6L, 4L);
            assertThat(products).extracting(Product::in).containsExactly(4L, 4L, 4L, 6L);
        }
    }
}
