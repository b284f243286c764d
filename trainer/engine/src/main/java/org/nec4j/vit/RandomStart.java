package org.nec4j.vit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.nec4j.nn.InitialWeights;

/** Weights of a masked autoencoder before any training, as {@code initialize_weights} of facebookresearch/mae draws them. */
public final class RandomStart {
    private static final double TOKEN_DEVIATION = 0.02;

    private RandomStart() {}

    /**
     * All tensors of the shape: matrices uniform after Glorot and Bengio (2010), the patch embedding as a matrix; biases 0, gains
     * 1; tokens normal with deviation 0.02; positions the fixed 2-D sines and cosines. Each tensor's numbers depend on the seed
     * and its name alone.
     */
    public static Tensors of(VitShape shape, long seed) {
        Map<String, float[]> values = new LinkedHashMap<>();
        shape.tensors().forEach((name, sizes) -> values.put(name, draw(shape, name, sizes, seed)));
        return new Tensors(values);
    }

    private static float[] draw(VitShape shape, String name, long[] sizes, long seed) {
        return switch (name) {
            case "pos_embed" -> PositionEmbeddings.sinCos(shape.dim(), shape.grid(), shape.prefix());
            case "decoder_pos_embed" -> PositionEmbeddings.sinCos(shape.decoderDim(), shape.grid(), 1);
            case "cls_token", "mask_token", "reg_token" ->
                token(Math.toIntExact(sizes[1] * sizes[2]), InitialWeights.random(name, seed));
            default -> InitialWeights.draw(name, sizes, seed);
        };
    }

    private static float[] token(int length, SplittableRandom random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (TOKEN_DEVIATION * normal(random));
        }
        return values;
    }

    /** Box and Muller, in StrictMath, so that every machine draws the same. */
    private static double normal(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
