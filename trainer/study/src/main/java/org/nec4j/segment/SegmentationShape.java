package org.nec4j.segment;

import org.nec4j.vit.PatchGrid;

/**
 * The shape of a segmentation head.
 *
 * @param grid              the tokens of a tile
 * @param dim               d, width of a token
 * @param classes           K
 * @param channels          width of the decode head; 128 in the paper
 * @param auxiliaryChannels width of the auxiliary head; 64 in the paper
 * @param dropout           probability of a channel to be left out before the last layer; 0.1 in the paper
 * @param auxiliaryWeight   factor of the auxiliary head's loss; 0.4 in the paper
 */
public record SegmentationShape(
        PatchGrid grid,
        int dim,
        int classes,
        int channels,
        int auxiliaryChannels,
        double dropout,
        double auxiliaryWeight) {
    /** Residual blocks of the neck. */
    static final int BLOCKS = 6;
    /** Doublings of the side: scores lie on a grid of a quarter of a 16 pixel patch. */
    static final int UPSCALINGS = 2;

    public SegmentationShape {
        if (dim < 2 || dim % 2 != 0 || classes < 2 || channels < 1 || auxiliaryChannels < 1) {
            throw new IllegalArgumentException("no segmentation head has " + grid + " tokens of " + dim + ", " + classes
                    + " classes, " + channels + " and " + auxiliaryChannels + " channels");
        }
    }

    /** Width of the neck, d / 2. */
    int neck() {
        return dim / 2;
    }
}
