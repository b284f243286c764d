package org.nec4j.data;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.data.tiff.GeoTags;
import org.nec4j.data.tiff.TiffScene;

/**
 * An image that is looked at in parts. Of a TIFF no more is read than the parts need; images of other kinds are decoded once, whole, and
 * kept until they are closed. Safe for use by several threads.
 */
public interface SceneParts extends Closeable {
    /** Pixels a row. */
    int width();

    /** Rows. */
    int height();

    /** The pixels of a box, which lies within the image. */
    Picture part(Box box);

    /** How many pixels of a box, which lies within the image, are known: none of their bands is missing. */
    long known(Box box);

    /** Whether there may be pixels that are not known, as far as that can be told without looking. */
    boolean mayLack();

    @Override
    void close();

    /**
     * Opens an image file.
     *
     * @param bands which bands; nothing for 8-bit red, green and blue
     * @throws org.nec4j.codec.error.UserException as {@link BandDecoder#decode(Path)} and {@link ImageDecoder#decode(Path)}
     */
    static SceneParts open(Path file, Optional<BandChoice> bands) {
        if (ImageFiles.isTiff(file)) {
            Optional<SceneParts> parts = TiffParts.open(file, bands);
            if (parts.isPresent()) {
                return parts.get();
            }
        }
        return new WholeParts(
                bands.<Picture>map(choice -> choice.of(BandDecoder.decode(file, choice.order()), file.toString()))
                        .orElseGet(() -> ImageDecoder.decode(file)));
    }

    /** What an image file says of where on the Earth its picture lies: a GeoTIFF's tags, of other files nothing. */
    static GeoTags geography(Path file) {
        return ImageFiles.isTiff(file) ? TiffScene.geography(file) : GeoTags.NONE;
    }

    /** The pixels of a box that may reach beyond the image on the right and below: there bands are missing, and colours are {@code fill}. */
    default Picture padded(Box box, byte[] fill) {
        Box inside = inside(box);
        Picture part = part(inside);
        return inside.equals(box) ? part : Padding.of(part, box.width(), box.height(), fill);
    }

    /** What of a box lies within the image. */
    default Box inside(Box box) {
        return new Box(
                box.left(),
                box.top(),
                Math.min(box.width(), width() - box.left()),
                Math.min(box.height(), height() - box.top()));
    }
}
