package org.nec4j.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Reads masks of classes, one class index a pixel: the samples of a grey or palette PNG or TIFF as they are stored, or colours that
 * stand for classes.
 */
public final class MaskDecoder {
    private MaskDecoder() {}

    /**
     * Reads the stored samples; a palette's colours and the brightness of a bilevel image play no part.
     *
     * @return one band
     * @throws UserException if the file is absent, damaged or has several bands
     */
    public static ByteImage indices(Path file) {
        byte[] bytes = ImageDecoder.bytes(file);
        String name = file.toString();
        if (ImageDecoder.isPng(bytes)) {
            return PngImage.indices(bytes, name);
        }
        BandImage image = BandDecoder.decode(bytes, name);
        byte[] samples = new byte[image.width() * image.height()];
        for (int i = 0; i < samples.length && image.bands() == 1; i++) {
            float value = image.samples()[i];
            if (!(value >= 0 && value <= 255 && value == (int) value)) {
                throw new UserException(name + ": a mask holds " + value + ", expected class numbers from 0 to 255");
            }
            samples[i] = (byte) (int) value;
        }
        if (image.bands() != 1) {
            throw new UserException(name + ": a mask of " + image.bands()
                    + " bands, expected one of class numbers; if it is coloured, name the colour of each class");
        }
        return new ByteImage(image.width(), image.height(), 1, samples);
    }

    /**
     * Reads colours and looks up the class of each.
     *
     * @param colours of each class, 0xRRGGBB, in the order of the class numbers
     * @return one band
     * @throws UserException if a pixel has another colour
     */
    public static ByteImage colours(Path file, List<Integer> colours) {
        ByteImage image = ImageDecoder.decode(file);
        byte[] samples = new byte[image.width() * image.height()];
        List<Integer> known = new ArrayList<>(colours);
        int last = 0;
        for (int i = 0; i < samples.length; i++) {
            int x = i % image.width();
            int y = i / image.width();
            int colour = image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
            if (known.get(last) != colour) {
                last = known.indexOf(colour);
            }
            if (last < 0) {
                throw new UserException(
                        "%s: colour #%06x at column %d, row %d belongs to no class".formatted(file, colour, x, y));
            }
            samples[i] = (byte) last;
        }
        return new ByteImage(image.width(), image.height(), 1, samples);
    }
}
