package org.nec4j.config;

/**
 * How the whole encoder is trained together with a head on the pixels that an image codec leaves.
 *
 * @param enabled      whether systems on images are judged so, too
 * @param epochs       times that every scene is seen; a segmentation counts steps of its head instead
 * @param batchSize    scenes a step; a segmentation takes that of its head
 * @param learningRate at its highest, of the encoder's final norm and a scene's head; the last block has layerDecay times it
 * @param layerDecay   factor of the learning rate from each layer to the one below it
 * @param weightDecay  decoupled, of matrices alone
 * @param minScale     least share of an image's area that a random crop shows
 */
public record FineTuneSettings(
        boolean enabled,
        @Interval("[1, 100000]") int epochs,
        @Interval("[1, 65536]") int batchSize,
        @Interval("(0, inf)") double learningRate,
        @Interval("(0, 1]") double layerDecay,
        @Interval("[0, inf)") double weightDecay,
        @Interval("(0, 1]") double minScale) {}
