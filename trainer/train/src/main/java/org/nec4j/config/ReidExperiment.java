package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Codes for re-identification, as their HOCON file states them on top of {@code reid-reference.conf}; {@code objective.kind = reid} tells such a
 * file from the experiment of another codec.
 */
public record ReidExperiment(
        ExperimentSettings experiment, Objective objective, Encoder encoder, Data data, Code code, Training training) {

    /**
     * What a step minimizes.
     *
     * @param triplet   what the triplet loss counts beside the cross entropy of identities
     * @param margin    of the triplet loss; absent for the soft one
     * @param smoothing share of a label that is spread over all identities
     */
    public record Objective(
            Kind kind,
            @Interval("[0, inf)") double triplet,
            @Interval("[0, inf)") Optional<Double> margin,
            @Interval("[0, 1)") double smoothing) {}

    /** The one kind there is. */
    public enum Kind {
        /** CE + a triplet loss. */
        REID
    }

    /**
     * What looks at images.
     *
     * @param experiment whose model and normalization it has
     * @param blocks     that train with the code, the last ones
     */
    public record Encoder(
            @ExistingFile Path experiment,
            @Interval("[0, 256]") int blocks) {}

    /**
     * Who is learnt from, and who is looked for: nobody is both.
     *
     * @param train      sets that are learnt from
     * @param test       sets that are searched
     * @param identities what an identity is
     * @param views      images of an identity in a batch; of scenes, how many there are
     * @param camera     finds in a file's name, by its first group, which camera saw it; absent where that is not known
     */
    public record Data(
            List<Part> train,
            List<Part> test,
            Identities identities,
            @Interval("[2, 64]") int views,
            Optional<String> camera) {
        public Data {
            Violations wrong = new Violations();
            wrong.unless(!train.isEmpty(), "train", "is empty; name one set at least");
            wrong.unless(!test.isEmpty(), "test", "is empty; name one set at least");
            wrong.unless(
                    camera.isEmpty() || identities == Identities.CLASSES,
                    "camera",
                    "is of no use where identities are scenes, whose views are drawn; leave it out");
            wrong.unless(
                    camera.isEmpty() || Patterns.hasGroup(camera.get()),
                    "camera",
                    "is no regular expression with a group, such as \"_c([0-9]+)\"");
            wrong.report();
        }
    }

    /**
     * Some identities of a data set.
     *
     * @param set    its description
     * @param splits whose images are taken
     * @param most   identities, evenly spread over all; absent for all
     */
    public record Part(
            @ExistingFile Path set,
            List<DataSettings.Split> splits,
            @Interval("[2, 100000000]") Optional<Integer> most) {
        public Part {
            Violations wrong = new Violations();
            wrong.unless(!splits.isEmpty(), "splits", "is empty; name one of train, val, test and pretrain at least");
            wrong.report();
        }
    }

    /** What an identity is. */
    public enum Identities {
        /** Every image is one; its views are drawn. */
        SCENES,
        /** Every class is one; its images are its views. */
        CLASSES
    }

    /** How an embedding becomes shorter. */
    public enum Reduction {
        /** A projection that begins with the embedding's principal axes and learns. */
        LOW_RANK,
        /** The first numbers of the embedding. */
        SLICING,
        /** Numbers of the embedding, those of the least norm over the training images taken away round by round. */
        PRUNING
    }

    /**
     * The code.
     *
     * @param width numbers of it
     * @param bits  of a number: 1, 2, 4, 8, or 32 for float32
     * @param keep  share of the numbers that a round of pruning leaves
     */
    public record Code(
            Reduction reduction,
            @Interval("[1, 16384]") int width,
            @Interval("[1, 32]") int bits,
            @Interval("(0, 1)") double keep) {
        public Code {
            Violations wrong = new Violations();
            wrong.unless(List.of(1, 2, 4, 8, 32).contains(bits), "bits", "is " + bits + "; take 1, 2, 4, 8 or 32");
            wrong.report();
        }
    }

    /**
     * How it learns.
     *
     * @param steps               before quantization, in all rounds together
     * @param quantizedSteps      with quantized codes, behind those; none for codes of 32 bits
     * @param identities          a batch
     * @param learningRate        peak, of the code
     * @param encoderLearningRate peak, of the encoder's blocks
     * @param weightDecay         of AdamW
     * @param clipNorm            longest gradient
     * @param checkpointEvery     steps between saved states
     * @param logEvery            steps between lines of metrics
     */
    public record Training(
            @Interval("[0, 1000000000]") long steps,
            @Interval("[0, 1000000000]") long quantizedSteps,
            @Interval("[2, 65536]") int identities,
            @Interval("(0, inf)") double learningRate,
            @Interval("(0, inf)") double encoderLearningRate,
            @Interval("[0, inf)") double weightDecay,
            @Interval("(0, inf)") Optional<Double> clipNorm,
            @Interval("[1, 1000000000]") long checkpointEvery,
            @Interval("[1, 1000000000]") long logEvery) {}
}
