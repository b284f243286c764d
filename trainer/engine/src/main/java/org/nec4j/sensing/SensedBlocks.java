package org.nec4j.sensing;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.TokenKernels;

/**
 * Images that are sensed in square blocks: their pixels in the blocks' order and back, by lines of a block.
 *
 * @param side  pixels along a block
 * @param along blocks along an image
 */
record SensedBlocks(int side, int along) {
    /** Whether an image is more than one block. */
    boolean isCut() {
        return along > 1;
    }

    /** Images to their blocks, one after the other; both of as many numbers. */
    void cut(TokenKernels tokens, INDArray images, INDArray blocks) {
        tokens.gather(lines(images), order(images, true), lines(blocks));
    }

    /** Blocks to the images that they make. */
    void join(TokenKernels tokens, INDArray blocks, INDArray images) {
        tokens.gather(lines(blocks), order(blocks, false), lines(images));
    }

    private INDArray lines(INDArray x) {
        return x.reshape('c', x.length() / side, side); // [lines, side]
    }

    /** For every line of the blocks, one after the other, where it is in the images; or the other way. */
    private int[] order(INDArray pixels, boolean inImages) {
        int[] lines = new int[(int) (pixels.length() / side)];
        for (int at = 0; at < lines.length; at++) {
            int image = at / (side * along * along) * (side * along * along);
            int within = at - image;
            int block = within / side;
            int row = within / along;
            lines[at] = image
                    + (inImages
                            ? (block / along * side + within % side) * along + block % along
                            : (row / side * along + within % along) * side + row % side);
        }
        return lines;
    }
}
