package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One data set, as {@code datasets/NAME.conf} describes it. Pixels are never part of the project.
 *
 * @param name      what messages and results call it
 * @param title     one line for people
 * @param kind      images in a folder, or scenes drawn by the program
 * @param folders   where the images may lie; the first that exists is read
 * @param samples   what a file's samples are taken for
 * @param bands     bands to take, in this order, counted from 1; empty takes all
 * @param nodata    a value that stands for nothing, beside what the files state
 * @param order     which axis of arrays holds the bands
 * @param classes   class names in the order of their labels; empty takes those found, sorted
 * @param split     how to split images that come without splits
 * @param masks     what the values of masks stand for, where there are folders images and masks
 * @param synthetic what to draw where the kind is synthetic
 * @param source    where it comes from and what may be done with it
 */
public record DatasetDescription(
        String name,
        String title,
        Kind kind,
        List<Path> folders,
        Samples samples,
        List<Integer> bands,
        Optional<NoDataValue> nodata,
        Optional<Order> order,
        List<String> classes,
        SplitFractions split,
        Masks masks,
        SyntheticScenes synthetic,
        Source source) {

    /** Where the images come from. */
    public enum Kind {
        /** Files: one folder a class, or an {@code index.csv}. */
        FOLDER,
        /** Procedurally drawn aerial scenes; called synthetic wherever they appear. */
        SYNTHETIC;

        /** Whether the images are drawn, so that there are no files to read, check or fetch. */
        public boolean isDrawn() {
            return this == SYNTHETIC;
        }
    }

    /** What a file's samples are taken for. */
    public enum Samples {
        /** 8-bit red, green and blue, as pictures are shown. */
        RGB,
        /** Numbers as they are stored, of any number of bands. */
        BANDS
    }

    /** Which axis of an array of three, or of a TIFF of pages, holds the bands. */
    public enum Order {
        /** Bands, rows, columns. */
        CHW,
        /** Rows, columns, bands. */
        HWC
    }

    public DatasetDescription {
        Violations wrong = new Violations();
        wrong.unless(bands.stream().allMatch(band -> band >= 1), "bands", "count from 1");
        wrong.unless(
                samples == Samples.BANDS || bands.isEmpty(),
                "bands",
                "are chosen of pictures; set samples = bands to read numbers");
        wrong.unless(
                samples == Samples.BANDS || nodata.isEmpty(),
                "nodata",
                "is stated for pictures; set samples = bands to read numbers");
        wrong.unless(
                samples == Samples.BANDS || order.isEmpty(),
                "order",
                "is stated for pictures; set samples = bands to read numbers");
        wrong.unless(samples == Samples.RGB || !kind.isDrawn(), "samples", "of drawn scenes are rgb; take it away");
        wrong.unless(kind.isDrawn() || !folders.isEmpty(), "folders", "is empty; say where the images lie");
        wrong.unless(classes.stream().distinct().count() == classes.size(), "classes", "names a class twice");
        wrong.report();
    }

    /** The first folder that exists, else the first that is named; empty for a synthetic set. */
    public Optional<Path> folder() {
        return folders.stream()
                .filter(java.nio.file.Files::isDirectory)
                .findFirst()
                .or(() -> folders.stream().findFirst());
    }

    /**
     * Shares of each class for images that come without splits; what the three leave over is marked pretrain.
     *
     * @param train share for training
     * @param val   share for validation
     * @param test  share for the test
     * @param seed  decides which images they are
     */
    public record SplitFractions(
            @Interval("[0, 1]") double train,
            @Interval("[0, 1]") double val,
            @Interval("[0, 1]") double test,
            long seed) {
        public SplitFractions {
            Violations wrong = new Violations();
            wrong.unless(
                    train + val + test <= 1 + 1e-9, "test", "exceeds what train and val leave; the three may sum to 1");
            wrong.report();
        }
    }

    /**
     * The values in masks.
     *
     * @param firstClass value of the first class; the others follow in their order
     * @param ignored    values of pixels that no loss and no score counts
     * @param colours    the colour that each value, from 0, is written as; empty where masks hold the values themselves
     */
    public record Masks(
            @Interval("[-2147483647, 2147483647]") int firstClass,
            @Interval("[-2147483647, 2147483647]") List<Integer> ignored,
            List<String> colours) {
        public Masks {
            Violations wrong = new Violations();
            wrong.unless(
                    colours.stream().allMatch(c -> c.matches("#[0-9A-Fa-f]{6}")),
                    "colours",
                    "are written as \"#RRGGBB\"");
            wrong.report();
        }

        /** The colours as 0xRRGGBB. */
        public List<Integer> rgb() {
            return colours.stream()
                    .map(colour -> Integer.parseInt(colour.substring(1), 16))
                    .toList();
        }
    }

    /**
     * How many synthetic scenes are drawn and how large.
     *
     * @param images number of scenes over all classes and splits
     * @param side   side of a scene, pixels
     * @param seed   they all derive from it
     */
    public record SyntheticScenes(
            @Interval("[1, 10000000]") int images,
            @Interval("[16, 4096]") int side,
            long seed) {}

    /**
     * Where a data set comes from.
     *
     * @param homepage its page
     * @param address  a direct address of the archive, if there is one
     * @param bytes    length of the archive
     * @param sha256   digest of the archive
     * @param licence  what may be done with it
     * @param citation how to cite it
     * @param note     anything a user should know, such as that no address is certain
     */
    public record Source(
            String homepage,
            Optional<String> address,
            @Interval("[1, inf)") Optional<Long> bytes,
            Optional<String> sha256,
            String licence,
            String citation,
            String note) {
        public Source {
            Violations wrong = new Violations();
            wrong.unless(
                    sha256.map(s -> s.matches("[0-9a-f]{64}")).orElse(true),
                    "sha256",
                    "must be 64 hexadecimal digits in lower case");
            wrong.report();
        }
    }
}
