package org.nec4j.config;

/**
 * How a segmentation head looks and learns, and how images are cut into tiles.
 *
 * @param decoder           whether embeddings pass the first layer of the decoder before the head
 * @param channels          width of the decode head
 * @param auxiliaryChannels width of the auxiliary head
 * @param auxiliaryWeight   factor of the auxiliary head's loss
 * @param dropout           probability of a channel to be left out before the last layer
 * @param stride            from tile to tile, as a share of a tile's side
 * @param steps             training steps; 0 leaves this head out
 * @param warmup            steps in which the learning rate rises
 * @param batchSize         tiles a step
 * @param learningRate      at its highest
 * @param weightDecay       decoupled, of weights alone
 * @param standardize       whether tokens are standardized before the head
 * @param ridge             whether the linear head without seeds judges too
 * @param ridgePenalty      of that head
 */
public record SegmentationSettings(
        boolean decoder,
        @Interval("[1, 4096]") int channels,
        @Interval("[1, 4096]") int auxiliaryChannels,
        @Interval("[0, inf)") double auxiliaryWeight,
        @Interval("[0, 1)") double dropout,
        @Interval("(0, 1]") double stride,
        @Interval("[0, 10000000]") int steps,
        @Interval("[0, 10000000]") int warmup,
        @Interval("[1, 65536]") int batchSize,
        @Interval("(0, inf)") double learningRate,
        @Interval("[0, inf)") double weightDecay,
        boolean standardize,
        boolean ridge,
        @Interval("(0, 1e6]") double ridgePenalty) {
    public SegmentationSettings {
        Violations wrong = new Violations();
        wrong.unless(steps > 0 || ridge, "steps", "are 0, which leaves no head; set ridge = true");
        wrong.unless(warmup <= steps, "warmup", "of " + warmup + " steps is longer than the training of " + steps);
        wrong.report();
    }

    /** The published head alone, on tokens as they are. */
    public SegmentationSettings(
            boolean decoder,
            int channels,
            int auxiliaryChannels,
            double auxiliaryWeight,
            double dropout,
            double stride,
            int steps,
            int warmup,
            int batchSize,
            double learningRate,
            double weightDecay) {
        this(
                decoder,
                channels,
                auxiliaryChannels,
                auxiliaryWeight,
                dropout,
                stride,
                steps,
                warmup,
                batchSize,
                learningRate,
                weightDecay,
                false,
                false,
                0.003);
    }

    /** The same behind the first layer of the decoder, or without it. */
    public SegmentationSettings withDecoder(boolean with) {
        return new SegmentationSettings(
                with,
                channels,
                auxiliaryChannels,
                auxiliaryWeight,
                dropout,
                stride,
                steps,
                warmup,
                batchSize,
                learningRate,
                weightDecay,
                standardize,
                ridge,
                ridgePenalty);
    }

    /** The same on standardized tokens, or on tokens as they are. */
    public SegmentationSettings standardized(boolean whether) {
        return new SegmentationSettings(
                decoder,
                channels,
                auxiliaryChannels,
                auxiliaryWeight,
                dropout,
                stride,
                steps,
                warmup,
                batchSize,
                learningRate,
                weightDecay,
                whether,
                ridge,
                ridgePenalty);
    }
}
