package org.nec4j.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Compressed learning, as its HOCON file states it on top of {@code sensing-reference.conf}; {@code objective.kind = compressed-learning}
 * tells such a file from the experiment of a codec.
 */
public record SensingExperiment(
        ExperimentSettings experiment, Objective objective, Data data, Sensing sensing, Training training) {

    public SensingExperiment {
        Violations wrong = new Violations();
        int side = sensing.block().orElse(data.side());
        int n = side * side;
        int m = (int) Math.round(sensing.ratio() * n);
        wrong.unless(
                data.side() % side == 0,
                "sensing.block",
                "is " + side + ", and such blocks do not tile " + data.side() + " x " + data.side()
                        + " pixels; take a divisor of data.side");
        wrong.unless(
                sensing.bitFlips().isEmpty() || sensing.channelSnr().isEmpty(),
                "sensing.bit-flips",
                "is a channel of bytes and sensing.channel-snr an analogue one; state one of them");
        wrong.unless(m >= 1, "sensing.ratio", "leaves no measurement of " + n + " pixels; take more");
        wrong.unless(
                sensing.scheme() != Scheme.UNROLLED || m >= sensing.nonZeros(),
                "sensing.non-zeros",
                "is " + sensing.nonZeros() + ", and there are " + m + " measurements; take no more than that");
        wrong.unless(
                side % (1 << sensing.levels()) == 0,
                "sensing.levels",
                "halves a side of " + side + " pixels " + sensing.levels() + " times; take fewer");
        if (sensing.scheme() == Scheme.UNROLLED_BOX) {
            int across = (int) Math.round(Math.sqrt(m));
            wrong.unless(
                    across * across == m && side % across == 0,
                    "sensing.ratio",
                    "gives " + m + " boxes, and that many squares do not tile " + side + " x " + side
                            + " pixels; take 1 / 4, 1 / 16 or 1 / 64");
        }
        wrong.report();
    }

    /**
     * What a step minimizes.
     *
     * @param lambda what the squared error of the recovery counts beside the cross entropy
     */
    public record Objective(Kind kind, @Interval("[0, inf)") double lambda) {}

    /** The one kind there is. */
    public enum Kind {
        /** CE + lambda D. */
        COMPRESSED_LEARNING
    }

    /**
     * The images: learnt from are those of train, judged are those of val and test.
     *
     * @param set  a data set's description
     * @param side of the grey square that an image becomes, pixels
     */
    public record Data(
            @ExistingFile Path set, @Interval("[8, 256]") int side) {
        public Data {
            Violations wrong = new Violations();
            wrong.unless(side % 8 == 0, "side", "is " + side + "; take a multiple of 8");
            wrong.report();
        }
    }

    /** What senses and what recovers. */
    public enum Scheme {
        /** A sparse matrix with drawn places and learnt values, NA-ALISTA. */
        UNROLLED,
        /** The same, its places boxes that tile the image. */
        UNROLLED_BOX,
        /** A sparse matrix that stays as it is drawn, and ridge regression from measurements to pixels. */
        RIDGE,
        /** The lowest coefficients of a cosine transform, and its transpose. */
        DCT,
        /** Nothing is sensed: what the classifier can do. */
        NONE
    }

    /**
     * Sensing and recovery.
     *
     * @param ratio      m / n
     * @param nonZeros   of a column of the drawn matrix
     * @param cameraSnr  signal to noise on the pixels, dB; absent for none
     * @param channelSnr the same on the measurements
     * @param bitFlips   probability of a bit of a measurement's byte to flip; absent for measurements that are no bytes
     * @param block      pixels along a block; absent for that of the image
     * @param iterations of the recovery
     * @param controller units of the network that decides its steps
     * @param wavelet    in which images are sparse
     * @param levels     of that transform
     */
    public record Sensing(
            Scheme scheme,
            @Interval("(0, 1]") double ratio,
            @Interval("[1, 65536]") int nonZeros,
            @Interval("[-60, 200]") Optional<Double> cameraSnr,
            @Interval("[-60, 200]") Optional<Double> channelSnr,
            @Interval("[0, 0.5]") Optional<Double> bitFlips,
            @Interval("[1, 256]") Optional<Integer> block,
            @Interval("[1, 64]") int iterations,
            @Interval("[1, 1024]") int controller,
            WaveletWord wavelet,
            @Interval("[0, 8]") int levels) {}

    /** Orthonormal wavelets. */
    public enum WaveletWord {
        /** Of two taps. */
        HAAR,
        /** Of four. */
        DB2,
        /** Of eight. */
        DB4
    }

    /**
     * How it learns.
     *
     * @param cleanSteps      of the classifier alone on images as they are, before
     * @param steps           of everything together
     * @param batchSize       images a step
     * @param width           channels of the classifier's first convolution
     * @param labelSmoothing  share of a label that all classes have alike
     * @param learningRate    its peak
     * @param weightDecay     of AdamW
     * @param clipNorm        longest gradient
     * @param checkpointEvery steps between saved states
     * @param logEvery        steps between lines of metrics
     */
    public record Training(
            @Interval("[0, 1000000000]") long cleanSteps,
            @Interval("[1, 1000000000]") long steps,
            @Interval("[1, 65536]") int batchSize,
            @Interval("[1, 1024]") int width,
            @Interval("[0, 1)") double labelSmoothing,
            @Interval("(0, inf)") double learningRate,
            @Interval("[0, inf)") double weightDecay,
            @Interval("(0, inf)") Optional<Double> clipNorm,
            @Interval("[1, 1000000000]") long checkpointEvery,
            @Interval("[1, 1000000000]") long logEvery) {}
}
