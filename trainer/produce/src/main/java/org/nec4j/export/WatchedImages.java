package org.nec4j.export;

import java.util.concurrent.atomic.AtomicBoolean;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.OtherImages;
import org.nec4j.data.Picture;
import org.nec4j.progress.Console;

/** Images whose sizes are remembered as they are decoded; the first that is much larger than what the model sees of it is told. */
final class WatchedImages extends OtherImages {
    /** How many pixels of an image, along a side, become one before that is told. */
    private static final int MUCH = 4;

    private final ImageSize size;
    private final Console console;
    private final int[] widths;
    private final int[] heights;
    private final AtomicBoolean told = new AtomicBoolean();

    WatchedImages(ImageSource images, ImageSize size, Console console) {
        super(images);
        this.size = size;
        this.console = console;
        this.widths = new int[images.size()];
        this.heights = new int[images.size()];
    }

    @Override
    public Picture image(int index) {
        Picture picture = images.image(index);
        widths[index] = picture.width();
        heights[index] = picture.height();
        double smaller = Math.min((double) picture.width() / size.columns(), (double) picture.height() / size.rows());
        if (smaller >= MUCH && told.compareAndSet(false, true)) {
            console.say(images.name(index) + ": " + picture.width() + "x" + picture.height()
                    + " pixels become one embedding of " + size.rows() + "x" + size.columns() + ", "
                    + Math.round(smaller) + " times smaller a side; --tile " + size.written()
                    + " cuts such images into tiles. It is told of the first image alone.");
        }
        return picture;
    }

    /** Pixels a row of an image that was asked for. */
    int width(int index) {
        return widths[index];
    }

    /** Rows of an image that was asked for. */
    int height(int index) {
        return heights[index];
    }
}
