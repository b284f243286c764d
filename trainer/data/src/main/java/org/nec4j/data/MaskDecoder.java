package org.nec4j.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Room;
import org.nec4j.data.tiff.TiffRaster;

/**
 * Reads masks of classes: the samples of a grey or palette PNG, a TIFF or a NumPy array as they are stored, or colours that stand for
 * classes. What a file calls its no-data value plays no part: a data set's description says what values stand for.
 */
public final class MaskDecoder {
    /** Whole numbers up to here are exact as bands hold them. */
    private static final int EXACT = 1 << 24;

    private MaskDecoder() {}

    /**
     * Reads the stored samples; a palette's colours and the brightness of a bilevel image play no part. A TIFF is turned upright as
     * images are.
     *
     * @throws UserException if the file is absent, damaged, has several bands or holds numbers that are not whole
     */
    public static Mask values(Path file) {
        return values(ImageDecoder.bytes(file), file.toString());
    }

    /** The value that a TIFF itself calls no data, where it is a whole number. */
    static OptionalInt nodata(Path file) {
        byte[] bytes = ImageDecoder.bytes(file);
        if (!ImageDecoder.isTiff(bytes)) {
            return OptionalInt.empty();
        }
        OptionalDouble value = TiffRaster.read(bytes, file.toString(), JpegImage::segment, BandDecoder.MAX_SAMPLES)
                .nodata();
        return value.isPresent() && value.getAsDouble() == (int) value.getAsDouble()
                ? OptionalInt.of((int) value.getAsDouble())
                : OptionalInt.empty();
    }

    static Mask values(byte[] bytes, String name) {
        return Room.within(name, () -> decoded(bytes, name));
    }

    private static Mask decoded(byte[] bytes, String name) {
        if (ImageDecoder.isPng(bytes)) {
            return PngImage.values(bytes, name);
        }
        if (ImageDecoder.isTiff(bytes)) {
            return values(TiffRaster.read(bytes, name, JpegImage::segment, BandDecoder.MAX_SAMPLES), name);
        }
        BandImage image = BandDecoder.decode(bytes, Optional.empty(), name);
        refuseBands(image.bands(), 1, name);
        int[] values = new int[image.width() * image.height()];
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(image.samples()[i]) > EXACT) {
                throw new UserException(name + ": a mask holds " + (long) image.samples()[i]
                        + ", expected class numbers of at most 2^24");
            }
            values[i] = whole(image.samples()[i], name);
        }
        return new Mask(image.width(), image.height(), values);
    }

    private static Mask values(TiffRaster raster, String name) {
        refuseBands(raster.bands(), raster.pages(), name);
        int width = Orientation.width(raster.width(), raster.height(), raster.orientation());
        int[] values = new int[raster.width() * raster.height()];
        for (int i = 0; i < values.length; i++) {
            int from = Orientation.source(i % width, i / width, raster.width(), raster.height(), raster.orientation());
            values[i] = whole(
                    raster.type().read(raster.samples(), from * raster.type().bytes()), name);
        }
        return new Mask(width, values.length / width, values);
    }

    private static int whole(double value, String name) {
        if (Double.isNaN(value)) {
            return Mask.NOTHING;
        }
        if (value != Math.rint(value)) {
            throw new UserException(name + ": a mask holds " + value + ", expected class numbers, which are whole");
        }
        if (Math.abs(value) > Integer.MAX_VALUE) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "%s: a mask holds %.0f, expected class numbers of at most %d on either side of 0; write what stands for no class"
                            + " as one of these, and name it under masks.ignored in the data set's description",
                    name,
                    value,
                    Integer.MAX_VALUE));
        }
        return (int) value;
    }

    private static void refuseBands(int bands, int pages, String name) {
        if (bands != 1 || pages != 1) {
            throw new UserException(name + ": a mask of " + (bands == 1 ? pages + " pages" : bands + " bands")
                    + ", expected one of class numbers; if it is coloured, name the colour of each class");
        }
    }

    /**
     * Reads colours and looks up the class of each.
     *
     * @param colours of each class, 0xRRGGBB, in the order of the class numbers
     * @throws UserException if a pixel has another colour
     */
    public static Mask colours(Path file, List<Integer> colours) {
        ByteImage image = ImageDecoder.decode(file);
        int[] values = new int[image.width() * image.height()];
        List<Integer> known = new ArrayList<>(colours);
        int last = 0;
        for (int i = 0; i < values.length; i++) {
            int x = i % image.width();
            int y = i / image.width();
            int colour = image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
            if (known.get(last) != colour) {
                last = known.indexOf(colour);
            }
            if (last < 0) {
                throw new UserException(String.format(
                        Locale.ROOT, "%s: colour #%06x at column %d, row %d belongs to no class", file, colour, x, y));
            }
            values[i] = last;
        }
        return new Mask(image.width(), image.height(), values);
    }
}
