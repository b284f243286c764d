package org.nec4j.factorize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * An encoder, its decoder's tensors perhaps beside it.
 *
 * @param shape   its shape
 * @param tensors its numbers; those of a second end have {@value Encoder#POOLED} before their names
 */
record EncoderModel(VitShape shape, Tensors tensors) {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    /**
     * A product's weights.
     *
     * @param out    N
     * @param in     K
     * @param weight [N, K]
     * @param bias   [N]
     */
    record Matrix(int out, int in, float[] weight, float[] bias) {}

    /** The names of its products in the order in which an image meets them: {@link Ranks#products}, and those of a second end. */
    List<String> products() {
        List<String> products = new ArrayList<>(Ranks.products(shape.depth()));
        for (String product : Ranks.products(shape.depth())) {
            if (tensors.contains(Encoder.POOLED + product + WEIGHT)) {
                products.add(Encoder.POOLED + product);
            }
        }
        return products;
    }

    /** The weights of a product. */
    Matrix matrix(String product) {
        float[] weight = tensors.floats(product + WEIGHT);
        float[] bias = tensors.floats(product + BIAS);
        return new Matrix(bias.length, weight.length / bias.length, weight, bias);
    }

    /** Numbers of the encoder, those of both ends; positions do not count. */
    long numbers() {
        Map<String, long[]> shapes = encoderTensors();
        return shapes.keySet().stream()
                .filter(name -> !name.endsWith("pos_embed"))
                .mapToLong(name -> tensors.floats(name).length)
                .sum();
    }

    /** Names and shapes of the encoder's tensors, those of both ends. */
    Map<String, long[]> encoderTensors() {
        Map<String, long[]> all = new LinkedHashMap<>(shape.encoderTensors());
        shape.encoderTensors().forEach((name, sizes) -> {
            if (tensors.contains(Encoder.POOLED + name)) {
                all.put(Encoder.POOLED + name, sizes);
            }
        });
        return all;
    }

    /**
     * The same encoder with factors in place of some products.
     *
     * @param ranks   of {@link Ranks#products}
     * @param factors by product, those of a second end included
     */
    EncoderModel with(Ranks ranks, Map<String, OutputAxes.Factors> factors) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        tensors.all().forEach((name, values) -> {
            String product = name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : "";
            if (factors.containsKey(product)) {
                numbers.put(product + ".u" + WEIGHT, factors.get(product).u());
                numbers.put(product + ".v" + WEIGHT, factors.get(product).v());
            } else {
                numbers.put(name, values);
            }
        });
        factors.forEach((product, of) -> numbers.put(product + BIAS, of.bias()));
        return new EncoderModel(shape.with(ranks), new Tensors(numbers));
    }
}
