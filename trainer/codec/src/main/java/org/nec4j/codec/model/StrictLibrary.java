package org.nec4j.codec.model;

/**
 * The codec's strict arithmetic by what not every Java has, found by {@link java.util.ServiceLoader} on the class path. Every result has the
 * bits of {@link PlainStrict}.
 */
public interface StrictLibrary {
    /** Whether this Java has it. */
    boolean isUsable();

    /** The product with a matrix, given as [inputs][outputs], which is not to be changed afterwards. */
    OrderedProduct product(float[][] transposed);

    /** x = gelu(x), by {@link org.nec4j.codec.entropy.Erf} in double and rounded. */
    void gelu(float[] x);
}
