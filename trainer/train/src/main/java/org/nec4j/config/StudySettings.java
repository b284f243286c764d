package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A comparison of systems on one data set, as {@code nec4j reproduce} measures it.
 *
 * @param name         what messages call it
 * @param title        first line of table and figure
 * @param reproduces   which published table or figure it has the shape of
 * @param expected     the result that is expected, in a sentence
 * @param duration     how long it takes, on what
 * @param data         data set description
 * @param base         an experiment file that names the pretrained checkpoint whose embeddings the baselines code
 * @param task         what is judged
 * @param heads        judges of a classification
 * @param seeds        one fit of every head each
 * @param share        share of each class's train and val images that a seed draws
 * @param segmentation how a segmentation head looks and learns
 * @param fineTune     how the encoder is trained for systems on images
 * @param uncompressed name of the row of the embedding as it left the encoder
 * @param systems      what is compared
 * @param earlier      rows that other studies have measured, taken from their results
 * @param compared     the system whose savings over every other one are listed
 * @param aims         what shall come out, judged beside the publication's claims
 * @param figure       systems that the first figure of a head shows, in this order; chosen where none is named
 * @param published    curves out of publications, for the figure
 */
public record StudySettings(
        String name,
        String title,
        String reproduces,
        String expected,
        String duration,
        @ExistingFile Path data,
        @ExistingFile Path base,
        Task task,
        List<HeadChoice> heads,
        List<Long> seeds,
        @Interval("(0, 1]") double share,
        SegmentationSettings segmentation,
        FineTuneSettings fineTune,
        String uncompressed,
        Systems systems,
        List<Earlier> earlier,
        String compared,
        List<Aim> aims,
        List<String> figure,
        List<Published> published) {
    /** More curves than this in one figure cannot be told apart at a glance. */
    public static final int FIGURE = 5;

    /** What heads find out of an embedding. */
    public enum Task {
        /** The class of an image. */
        CLASSIFICATION,
        /** The class of every pixel. */
        SEGMENTATION
    }

    public StudySettings {
        Violations wrong = new Violations();
        wrong.unless(name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "name", "must be usable as the name of a folder");
        wrong.unless(!heads.isEmpty(), "heads", "is empty; name at least one");
        wrong.unless(!seeds.isEmpty(), "seeds", "is empty; give at least one");
        wrong.unless(
                figure.size() <= FIGURE,
                "figure",
                "names " + figure.size() + " systems, and a figure shows " + FIGURE
                        + " at most; all of them are in the full figure beside it");
        wrong.report();
    }

    /**
     * The systems and their rate points; an empty list leaves a system out.
     *
     * @param nec         trained codecs
     * @param distilled   trained codecs that hold all their rates
     * @param factorized  the encoder itself made smaller, behind a transform codec
     * @param floatBits   bits of floating-point embeddings with zstd: 16, 32
     * @param uniformBits bits of uniformly quantized embeddings with zstd, minimum and maximum an image
     * @param batchBits   the same with minimum and maximum a batch of 32 images, as the paper counts
     * @param channels    steps of the per-channel quantizer, in deviations of a channel
     * @param klt         steps of the Karhunen-Loeve codec, in units of the embedding
     * @param transform   steps of the transform codec
     * @param pooledLayer steps of the pooled layer of a layered codec, coded alone
     * @param layered     steps of the token layer of a layered codec
     * @param layeredRatio of its pooled layer, in steps of its token layer
     * @param product     bytes a token of product quantization
     * @param signs       whether to code one bit a number
     * @param pooled      components of the pooled vector as int8, 0 being all dimensions without a projection
     * @param pooledSigns whether to code one bit a number of the pooled vector
     * @param sliced      components of a learnt map that starts as the identity's first rows
     * @param lowRank     components of a learnt map of low rank
     * @param pruned      components of a learnt map whose weakest outputs are taken out one half at a time
     * @param learntBits  bits of a component of these three: 4, 8
     * @param raw         whether to code the image's samples with zstd
     * @param rawHalf     whether to code the normalized samples as 16-bit numbers with zstd
     * @param png         whether to code the image as PNG
     * @param jpeg        sizes in bytes to code the image at as JPEG
     * @param jpeg2000    sizes in bytes to code the image at as JPEG 2000
     * @param webp        sizes in bytes to code the image at as lossy WebP
     */
    public record Systems(
            List<TrainedPoint> nec,
            List<DistilledCodec> distilled,
            List<FactorizedEncoder> factorized,
            List<Integer> floatBits,
            @Interval("[1, 8]") List<Integer> uniformBits,
            @Interval("[1, 8]") List<Integer> batchBits,
            @Interval("(0, inf)") List<Double> channels,
            @Interval("(0, inf)") List<Double> klt,
            @Interval("(0, inf)") List<Double> transform,
            @Interval("(0, inf)") List<Double> pooledLayer,
            @Interval("(0, inf)") List<Double> layered,
            @Interval("(0, 16]") double layeredRatio,
            @Interval("[1, 4096]") List<Integer> product,
            boolean signs,
            @Interval("[0, 65536]") List<Integer> pooled,
            boolean pooledSigns,
            @Interval("[1, 65536]") List<Integer> sliced,
            @Interval("[1, 65536]") List<Integer> lowRank,
            @Interval("[1, 65536]") List<Integer> pruned,
            int learntBits,
            boolean raw,
            boolean rawHalf,
            boolean png,
            @Interval("[1, inf)") List<Integer> jpeg,
            @Interval("[1, inf)") List<Integer> jpeg2000,
            @Interval("[1, inf)") List<Integer> webp) {
        public Systems {
            Violations wrong = new Violations();
            wrong.unless(floatBits.stream().allMatch(b -> b == 16 || b == 32), "float-bits", "are 16 or 32");
            wrong.unless(learntBits == 4 || learntBits == 8, "learnt-bits", "is 4 or 8");
            wrong.report();
        }
    }

    /**
     * One trained codec.
     *
     * @param system   the curve it belongs to
     * @param setting  its place on the curve, such as "lambda 1e5"
     * @param codec    a codec file; absent: the one that the experiment below trains
     * @param config   the experiment that trains it
     * @param settings assignments on top of that experiment
     */
    public record TrainedPoint(
            String system,
            String setting,
            @ExistingFile Optional<Path> codec,
            @ExistingFile Optional<Path> config,
            List<String> settings) {
        public TrainedPoint {
            Violations wrong = new Violations();
            wrong.unless(codec.isPresent() != config.isPresent(), "codec", "and config exclude each other; state one");
            wrong.report();
        }
    }

    /**
     * A codec that one distillation trains, at many points; its tables are counted on the study's own training images.
     *
     * @param system      the curve of its whole streams; that of its pooled layer alone is called so, too, with these words behind
     * @param config      the experiment that trains it
     * @param settings    assignments on top of that experiment
     * @param steps       of the token layer; each takes the nearest that the codec holds
     * @param pooledSteps of the pooled layer where it is coded alone
     */
    public record DistilledCodec(
            String system,
            @ExistingFile Path config,
            List<String> settings,
            @Interval("(0, inf)") List<Double> steps,
            @Interval("(0, inf)") List<Double> pooledSteps) {}

    /**
     * The study's encoder with two thin matrices in place of every product, as {@code nec4j factorize} makes it of the training images.
     *
     * @param system its name in tables
     * @param method what factors are near to
     * @param ranks  how the numbers that stay become ranks
     * @param shares of the encoder's numbers that stay; 1 for the whole encoder
     * @param images the most training images that are looked at
     * @param step   of the transform codec behind it
     * @param distill steps of a training towards the whole encoder's tokens; none where it is absent
     */
    public record FactorizedEncoder(
            String system,
            Method method,
            Ranks ranks,
            @Interval("(0, 1]") List<Double> shares,
            @Interval("[1, 1000000]") int images,
            @Interval("(0, inf)") double step,
            @Interval("[0, 1000000]") Optional<Integer> distill) {
        /** What factors are near to. */
        public enum Method {
            /** What layers give on images. */
            AWARE,
            /** The weights. */
            SVD
        }

        /** How numbers become ranks. */
        public enum Ranks {
            /** The same share of every product. */
            UNIFORM,
            /** Where one keeps most. */
            GREEDY
        }
    }

    /**
     * Rows of another study, on the same data with the same encoder, whose codecs take long to train.
     *
     * @param results its results.json
     * @param systems which of its systems
     */
    public record Earlier(@ExistingFile Path results, List<String> systems) {}

    /**
     * What shall come out. Either a system comes near the uncompressed embedding with few bytes, or it is ahead of another one.
     *
     * @param head    under which head; {@code squared-error} compares errors instead of scores
     * @param system  which system
     * @param points  so many points below the uncompressed embedding at most
     * @param bytes   with so many bytes an image at most
     * @param against another system
     * @param saves   share of its bytes that are saved at equal score, on average; nothing: ahead at every rate that both reach
     */
    public record Aim(
            String head,
            String system,
            Optional<Double> points,
            @Interval("(0, inf)") Optional<Double> bytes,
            Optional<String> against,
            @Interval("(-inf, 1)") Optional<Double> saves) {
        /** The head that is none: the squared error to the uncompressed embedding. */
        public static final String SQUARED_ERROR = "squared-error";

        public Aim {
            Violations wrong = new Violations();
            wrong.unless(
                    points.isPresent() == bytes.isPresent() && points.isPresent() != against.isPresent(),
                    "system",
                    "needs points and bytes, or the system that it is compared against");
            wrong.unless(saves.isEmpty() || against.isPresent(), "saves", "says against whom: name a system");
            wrong.unless(
                    !head.equals(SQUARED_ERROR) || saves.isPresent(),
                    "head",
                    "of squared errors needs against and saves");
            wrong.report();
        }
    }

    /**
     * A published curve.
     *
     * @param system what the publication calls it
     * @param source where the numbers stand
     * @param bytes  an image, of each point
     * @param accuracy of each point, 0 to 1
     */
    public record Published(
            String system,
            String source,
            @Interval("(0, inf)") List<Double> bytes,
            @Interval("[0, 1]") List<Double> accuracy) {
        public Published {
            Violations wrong = new Violations();
            wrong.unless(bytes.size() == accuracy.size(), "bytes", "and accuracy must have as many numbers");
            wrong.report();
        }
    }
}
