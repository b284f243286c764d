package org.nec4j.vit;

/**
 * Learning rates that fall from layer to layer towards the input (Clark et al., arXiv 2003.10555, as facebookresearch/mae counts the
 * layers): the embedding of patches is layer 0, block i is layer i + 1, and everything above the blocks has the full rate.
 *
 * @param factor from a layer to the one below it
 * @param depth  number of blocks
 */
public record LayerDecay(double factor, int depth) {
    /** What the learning rate of the encoder's tensor is multiplied by. */
    public double scale(String tensor) {
        return Math.pow(factor, depth + 1.0 - layer(tensor));
    }

    private int layer(String tensor) {
        if (tensor.startsWith("blocks.")) {
            return 1 + Integer.parseInt(tensor.split("\\.")[1]);
        }
        return tensor.startsWith("norm.") ? depth + 1 : 0;
    }
}
