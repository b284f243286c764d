package org.nec4j.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Box;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PixelLabels;
import org.nec4j.data.TiledImages;
import org.nec4j.data.TiledImages.Tile;
import org.nec4j.data.Tiling;

/**
 * What heads of segmentation learn from and are scored on, whatever becomes of the pixels in between.
 *
 * @param classes     names of the classes
 * @param train       tiles of the training images
 * @param test        tiles of the test images
 * @param trainLabels classes of each training tile's pixels, [H * W]
 * @param testLabels  classes of each test image's pixels
 */
public record SegmentationTask(
        List<String> classes,
        TiledImages train,
        TiledImages test,
        List<byte[]> trainLabels,
        List<ByteImage> testLabels) {
    public SegmentationTask {
        classes = List.copyOf(classes);
        trainLabels = List.copyOf(trainLabels);
        testLabels = List.copyOf(testLabels);
    }

    /**
     * A split of images with the classes of their pixels.
     *
     * @param labels of each image, in their order
     */
    public record Labelled(ImageSource images, PixelLabels labels) {}

    /**
     * Cuts images and masks into tiles; throws UserException where an image is too small, a mask differs in size from its image or
     * holds an unknown value, no pixel is labelled, or all that are to be learnt from are of one class.
     */
    public static SegmentationTask of(List<String> classes, Labelled train, Labelled test, Tiling tiling) {
        TiledImages trainTiles = TiledImages.of(train.images, tiling);
        TiledImages testTiles = TiledImages.of(test.images, tiling);
        List<ByteImage> trainMasks = masks(train);
        requireTwoClasses(classes, trainMasks);
        List<byte[]> trainLabels = new ArrayList<>();
        for (Tile tile : trainTiles.tiles()) {
            trainLabels.add(Tiling.cut(trainMasks.get(tile.image()), tile.box()).samples());
        }
        return new SegmentationTask(classes, trainTiles, testTiles, trainLabels, masks(test));
    }

    /** Size of a tile. */
    public ImageSize tile() {
        Box box = train.tiles().get(0).box();
        return new ImageSize(box.height(), box.width());
    }

    /** Tiles of a test image, on average. */
    public double tilesPerImage() {
        return (double) test.size() / testLabels.size();
    }

    /** What a user would want to know, a sentence each: classes of which no pixel is there to learn from or to be scored on. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        missing(classes, trainLabels.stream())
                .ifPresent(names -> warnings.add("Warning: no pixel to learn from is of class " + names
                        + "; see the values under masks in the data set's description."));
        missing(classes, testLabels.stream().map(ByteImage::samples))
                .ifPresent(names -> warnings.add("Warning: no pixel of the test images is of class " + names
                        + ", so that no score tells anything about it."));
        return warnings;
    }

    private static void requireTwoClasses(List<String> classes, List<ByteImage> masks) {
        boolean[] present = present(classes.size(), masks.stream().map(ByteImage::samples));
        int having = 0;
        int last = 0;
        for (int c = 0; c < present.length; c++) {
            having += present[c] ? 1 : 0;
            last = present[c] ? c : last;
        }
        if (having == 1) {
            throw new UserException("every pixel to learn from that is not ignored is of class '" + classes.get(last)
                    + "', so that nothing is left to learn; see the values under masks in the data set's description");
        }
    }

    /** Names of the classes without a pixel; nothing where there are none. */
    private static Optional<String> missing(List<String> classes, Stream<byte[]> labels) {
        boolean[] present = present(classes.size(), labels);
        List<String> names = IntStream.range(0, present.length)
                .filter(c -> !present[c])
                .mapToObj(classes::get)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of("'" + String.join("', '", names) + "'");
    }

    private static boolean[] present(int classes, Stream<byte[]> labels) {
        boolean[] present = new boolean[classes];
        labels.forEach(pixels -> {
            for (byte label : pixels) {
                if (label != PixelLabels.IGNORED) {
                    present[label & 0xFF] = true;
                }
            }
        });
        return present;
    }

    private static List<ByteImage> masks(Labelled set) {
        List<ByteImage> masks = new ArrayList<>();
        boolean labelled = false;
        for (int i = 0; i < set.images.size(); i++) {
            ByteImage image = set.images.picture(i);
            ByteImage mask = set.labels.labels(i);
            if (image.width() != mask.width() || image.height() != mask.height()) {
                throw new UserException(set.images.name(i) + ": its image has " + image.width() + "x" + image.height()
                        + " pixels and its mask " + mask.width() + "x" + mask.height() + ", expected equal sizes");
            }
            for (byte label : mask.samples()) {
                labelled |= label != PixelLabels.IGNORED;
            }
            masks.add(mask);
        }
        if (!labelled) {
            throw new UserException("every pixel of the masks of " + set.images.size()
                    + " images is ignored; see the values under masks in the data set's description");
        }
        return masks;
    }
}
