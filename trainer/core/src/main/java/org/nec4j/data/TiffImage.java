package org.nec4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nec4j.codec.UserException;

/** Decodes the first picture of an 8-bit grey or RGB TIFF file. */
final class TiffImage {
    private TiffImage() {}

    static ByteImage decode(byte[] bytes, String name) {
        BufferedImage image;
        try {
            ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
            try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
                reader.setInput(in, false, true);
                ImageDecoder.limit(reader.getWidth(0), reader.getHeight(0), name);
                image = reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof UserException refused) {
                throw refused;
            }
            throw new UserException(name + ": a TIFF file that cannot be decoded (" + e.getMessage() + ")", e);
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        if (!Pixels.bytes(raster) || bands != 1 && bands != 3) {
            throw new UserException(name + ": a TIFF of " + bands + " bands, expected 1 (grey) or 3 (RGB) of 8 bits");
        }
        byte[] samples = Pixels.interleaved(raster, bands);
        return new ByteImage(image.getWidth(), image.getHeight(), 3, bands == 1 ? Pixels.greyToRgb(samples) : samples);
    }
}
