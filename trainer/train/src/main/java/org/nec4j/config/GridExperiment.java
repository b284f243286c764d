package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A training of the autoencoder for gridded fields, as its HOCON file states it on top of {@code grid-reference.conf}; {@code objective.kind = vq-grid}
 * tells such a file from the experiment of a codec for images.
 */
public record GridExperiment(
        ExperimentSettings experiment,
        Objective objective,
        Data data,
        Model model,
        Vq vq,
        Training training,
        Bound bound) {

    public GridExperiment {
        Violations wrong = new Violations();
        int multiple = 1 << (model.blocks() + 1);
        wrong.unless(
                training.window() % multiple == 0,
                "training.window",
                "is " + training.window() + ", and the network halves maps " + (model.blocks() + 1)
                        + " times; take a multiple of " + multiple);
        wrong.report();
    }

    /** What a step minimizes. */
    public record Objective(Kind kind) {}

    /** The one kind there is. */
    public enum Kind {
        /** 3 D + what both codebooks measure. */
        VQ_GRID
    }

    /**
     * The fields.
     *
     * @param files     NetCDF files with the same variables
     * @param variables those that are learnt
     * @param train     places along the first axis that are learnt from, from the first to the one before the second
     * @param test      places that {@code nec4j eval} measures on
     * @param fill      what stands in place of missing cells
     * @param wraps     whether the last column is a neighbour of the first
     */
    public record Data(
            @ExistingFile List<Path> files,
            List<String> variables,
            GridTimes train,
            Optional<GridTimes> test,
            Fill fill,
            boolean wraps) {
        public Data {
            Violations wrong = new Violations();
            wrong.unless(!files.isEmpty(), "files", "is empty; name a NetCDF file");
            wrong.unless(!variables.isEmpty(), "variables", "is empty; name a variable of the files");
            wrong.unless(variables.stream().distinct().count() == variables.size(), "variables", "names one twice");
            wrong.unless(
                    test.stream().noneMatch(train::overlaps),
                    "test",
                    "is " + test.map(GridTimes::toString).orElse("") + " and overlaps data.train = " + train
                            + "; state times that are not learnt from");
            wrong.report();
        }
    }

    /** What stands in place of missing cells while a field is coded. */
    public enum Fill {
        /** The solution of Laplace's equation with the valid cells as its border. */
        HARMONIC,
        /** The mean. */
        MEAN
    }

    /**
     * The network, by the paper's letters.
     *
     * @param pre    P
     * @param width  N
     * @param dim    D
     * @param codes  K
     * @param blocks R
     */
    public record Model(
            @Interval("[1, 1024]") int pre,
            @Interval("[1, 1024]") int width,
            @Interval("[1, 1024]") int dim,
            @Interval("[2, 65536]") int codes,
            @Interval("[1, 6]") int blocks) {}

    /**
     * The codebooks.
     *
     * @param start      how they begin
     * @param commitment what the distance to the codes counts
     * @param decay      of their moving averages
     * @param epsilon    that keeps counts above 0
     */
    public record Vq(
            VqStart start,
            @Interval("[0, inf)") double commitment,
            @Interval("(0, 1)") double decay,
            @Interval("(0, 1)") double epsilon) {}

    /** How codebooks begin. */
    public enum VqStart {
        /** Drawn, as the reference does it. */
        REFERENCE,
        /** At what the encoder gives after steps without codes. */
        DATA
    }

    /**
     * How it learns.
     *
     * @param steps           updates
     * @param batchSize       windows a step
     * @param window          their side, cells
     * @param offsets         where they begin
     * @param validShare      of a window's cells, at least
     * @param learningRate    its peak
     * @param weightDecay     of AdamW
     * @param warmup          share of the steps over which the rate rises
     * @param clipNorm        longest gradient
     * @param checkpointEvery steps between saved states
     * @param logEvery        steps between lines of metrics
     */
    public record Training(
            @Interval("[1, 1000000000]") long steps,
            @Interval("[1, 65536]") int batchSize,
            @Interval("[4, 65536]") int window,
            Offsets offsets,
            @Interval("[0, 1]") double validShare,
            @Interval("(0, inf)") double learningRate,
            @Interval("[0, inf)") double weightDecay,
            @Interval("[0, 1]") double warmup,
            @Interval("(0, inf)") Optional<Double> clipNorm,
            @Interval("[1, inf)") long checkpointEvery,
            @Interval("[1, inf)") long logEvery) {}

    /** Where windows begin. */
    public enum Offsets {
        /** At any cell. */
        ANY,
        /** Where a code of the coarser level begins when a whole map is encoded. */
        ALIGNED
    }

    /**
     * What {@code nec4j encode} holds every value to where it is not told otherwise.
     *
     * @param mode      what the tolerance is a share of
     * @param tolerance largest difference, in units of the variable or as a share of its range
     */
    public record Bound(Mode mode, @Interval("[0, inf)") double tolerance) {
        public Bound {
            Violations wrong = new Violations();
            wrong.unless(
                    mode == Mode.NONE || tolerance > 0,
                    "tolerance",
                    "is " + tolerance + ", and a bound is above 0; or set mode = none");
            wrong.report();
        }
    }

    /** Kinds of bounds. */
    public enum Mode {
        /** Values are what the network gives. */
        NONE,
        /** In units of the variable. */
        ABS,
        /** As a share of the range of the variable's valid values. */
        REL
    }
}
