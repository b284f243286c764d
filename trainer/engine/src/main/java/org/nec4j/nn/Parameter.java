package org.nec4j.nn;

import java.util.Arrays;

/**
 * One tensor of a layer.
 *
 * @param key       its name within the layer, as DL4J's parameter table spells it; without underscore, at which DL4J splits names
 * @param name      its name in a checkpoint, as facebookresearch/mae spells it, such as {@code blocks.11.attn.qkv.weight}
 * @param auxiliary whether it follows a loss of the layer's own ({@link Rated#auxiliary}) and takes no part in L: {@code training.auxiliary} moves it
 * @param shape     its shape in PyTorch's layout; memory is c-ordered
 */
public record Parameter(String key, String name, boolean auxiliary, long... shape) {
    /** A tensor that follows L. */
    public Parameter(String key, String name, long... shape) {
        this(key, name, false, shape);
    }

    /** Number of elements. */
    public long length() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
