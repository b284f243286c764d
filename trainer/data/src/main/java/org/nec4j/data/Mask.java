package org.nec4j.data;

/**
 * The values of a mask as its file stores them.
 *
 * @param width pixels a row
 * @param height rows
 * @param values [H, W] flattened; {@link #NOTHING} where the file holds NaN; not to be changed
 */
public record Mask(int width, int height, int[] values) {
    /** Where a mask of floating-point numbers holds none: no class is called so. */
    public static final int NOTHING = Integer.MIN_VALUE;

    public Mask {
        if (values.length != (long) width * height) {
            throw new IllegalArgumentException(values.length + " values for " + width + "x" + height + " pixels");
        }
    }
}
