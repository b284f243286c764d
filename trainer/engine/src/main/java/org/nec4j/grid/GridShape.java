package org.nec4j.grid;

/**
 * What the two-level autoencoder looks like, by the paper's letters.
 *
 * @param channels C, of the data
 * @param pre      P, of the first convolution
 * @param width    N, of the trunk
 * @param dim      D, of a code
 * @param codes    K, of a codebook
 * @param blocks   R, that halve maps before the first level, which so is 2^R times as coarse as the data
 */
public record GridShape(int channels, int pre, int width, int dim, int codes, int blocks) {
    public GridShape {
        if (channels < 1 || pre < 1 || width < 1 || dim < 1 || codes < 2 || blocks < 1) {
            throw new IllegalArgumentException("a grid network has two codes and one of everything else at least, not "
                    + channels + ", " + pre + ", " + width + ", " + dim + ", " + codes + ", " + blocks);
        }
    }

    /** Heights and widths of maps are multiples of this. */
    public int multiple() {
        return 1 << (blocks + 1);
    }
}
