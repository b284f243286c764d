package org.nec4j.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.nec4j.nn.BlockRanks;
import org.nec4j.nn.BlockWeights;
import org.nec4j.nn.Product;

/**
 * The ranks of an encoder's products: that of the patch embedding and then those of its blocks, four a block in the order of the data.
 * {@link Product#WHOLE} stands for a product that is not factorized; nothing at all for an encoder without any.
 *
 * @param numbers 1 + 4 * depth of them, or none
 */
public record Ranks(List<Integer> numbers) {
    /** Of an encoder that is not factorized. */
    public static final Ranks WHOLE = new Ranks(List.of());

    /** No product of any model has so many rows. */
    private static final int LARGEST = 1 << 20;

    private static final String PATCH_EMBEDDING = "patch_embed.proj";

    /** Checks that they are whole blocks and none is below 0; ranks that are all {@link Product#WHOLE} become {@link #WHOLE}. */
    public Ranks {
        if (!numbers.isEmpty() && numbers.size() % BlockRanks.COUNT != 1) {
            throw new IllegalArgumentException(
                    numbers.size() + " ranks, which are none of a patch embedding and of blocks");
        }
        if (numbers.stream().anyMatch(rank -> rank < 0)) {
            throw new IllegalArgumentException("a rank below 0");
        }
        numbers = numbers.stream().allMatch(rank -> rank == Product.WHOLE) ? List.of() : List.copyOf(numbers);
    }

    /** The ranks of so many blocks, each as the function says of a product's name, such as {@code blocks.0.attn.qkv}. */
    public static Ranks of(int depth, ToIntFunction<String> ofProduct) {
        return new Ranks(products(depth).stream().map(ofProduct::applyAsInt).toList());
    }

    /** The ranks that tensors have, by the sizes of those that the predicate finds by name. */
    public static Ranks found(int depth, Predicate<String> contains, Function<String, long[]> shape) {
        return of(depth, product -> {
            String v = product + ".v.weight";
            long[] sizes = contains.test(v) ? shape.apply(v) : new long[0];
            return sizes.length > 0 && sizes[0] <= LARGEST ? (int) sizes[0] : Product.WHOLE;
        });
    }

    /** The names of an encoder's products, in the order of the data. */
    public static List<String> products(int depth) {
        List<String> products = new ArrayList<>(List.of(PATCH_EMBEDDING));
        for (int i = 0; i < depth; i++) {
            for (String product : BlockWeights.PRODUCTS) {
                products.add("blocks." + i + "." + product);
            }
        }
        return products;
    }

    /** Whether a product is factorized. */
    public boolean isFactorized() {
        return !numbers.isEmpty();
    }

    /** The rank of the patch embedding. */
    public int patchEmbedding() {
        return isFactorized() ? numbers.get(0) : Product.WHOLE;
    }

    /** The ranks of a block. */
    public BlockRanks block(int index) {
        int first = 1 + index * BlockRanks.COUNT;
        return isFactorized() ? BlockRanks.of(numbers.subList(first, first + BlockRanks.COUNT)) : BlockRanks.WHOLE;
    }
}
