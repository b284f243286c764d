package org.nec4j.onboard;

/**
 * Square images as square blocks, from the top left, row after row.
 *
 * @param side  pixels along a block
 * @param along blocks along an image
 */
record Tiles(int side, int along) {
    /** Blocks of an image. */
    int count() {
        return along * along;
    }

    /** The images' blocks, one after the other, [N * T, n]. */
    float[] blocks(float[] images) {
        return along == 1 ? images : moved(images, true);
    }

    /** The images that have these blocks. */
    float[] images(float[] blocks) {
        return along == 1 ? blocks : moved(blocks, false);
    }

    private float[] moved(float[] from, boolean toBlocks) {
        float[] to = new float[from.length];
        for (int at = 0; at < from.length; at++) {
            int block = at / (side * side) % count();
            int image = at / (side * side * count()) * (side * side * count());
            int y = block / along * side + at / side % side;
            int x = block % along * side + at % side;
            int place = image + y * along * side + x;
            to[toBlocks ? at : place] = from[toBlocks ? place : at];
        }
        return to;
    }
}
