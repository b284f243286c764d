package org.nec4j.data;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nec4j.codec.error.UserException;

/**
 * Decodes JPEG to RGB as libjpeg does.
 *
 * <p>The JDK's own reader (libjpeg inside) yields the components; the change to RGB is made here with libjpeg's integers, because the
 * JDK guesses colour spaces by rules of its own and applies embedded profiles, which Pillow does not.
 */
final class JpegImage {
    private static final ImageReaderSpi READER = jdkReader();

    /** Fractional bits of libjpeg's colour conversion. */
    private static final int BITS = 16;

    private static final int HALF = 1 << (BITS - 1);
    private static final int CR_TO_RED = fixed(1.40200);
    private static final int CB_TO_BLUE = fixed(1.77200);
    private static final int CR_TO_GREEN = fixed(0.71414);
    private static final int CB_TO_GREEN = fixed(0.34414);

    private JpegImage() {}

    static ByteImage decode(byte[] bytes, String name) {
        ByteImage image = stored(bytes, name);
        return image.channels() == 3
                ? image
                : new ByteImage(image.width(), image.height(), 3, Pixels.greyToRgb(image.samples()));
    }

    /** Grey as one channel, colour as RGB. */
    static ByteImage stored(byte[] bytes, String name) {
        JpegHeader header = JpegHeader.read(bytes, name);
        ImageDecoder.limit(header.width(), header.height(), name);
        byte[] samples = components(bytes, header, name);
        if (header.yCbCr()) {
            toRgb(samples);
        }
        return new ByteImage(header.width(), header.height(), header.components(), samples);
    }

    /** A JPEG stream inside a TIFF, whose tags say what its components are. */
    static byte[] segment(byte[] bytes, int width, int height, int components, boolean yCbCr, String name) {
        JpegHeader header = JpegHeader.read(bytes, name);
        if (header.width() != width || header.height() != height || header.components() != components) {
            throw new UserException(name + ": a damaged TIFF file, a JPEG segment of " + header.width() + "x"
                    + header.height() + " pixels of " + header.components() + " components, expected " + width + "x"
                    + height + " of " + components);
        }
        byte[] samples = components(bytes, header, name);
        if (yCbCr) {
            toRgb(samples);
        }
        return samples;
    }

    private static byte[] components(byte[] bytes, JpegHeader header, String name) {
        List<String> warnings = new ArrayList<>();
        try {
            ImageReader reader = READER.createReaderInstance();
            try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(in, true, true);
                Raster raster = reader.readRaster(0, null);
                if (warnings.stream().noneMatch(JpegImage::lostData)
                        && raster.getWidth() == header.width()
                        && raster.getHeight() == header.height()
                        && raster.getNumBands() == header.components()) {
                    return Pixels.interleaved(raster, header.components());
                }
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new UserException(
                    name + ": a damaged JPEG file (" + e.getMessage() + "); fetch or save the image again", e);
        }
        throw new UserException(name + ": a truncated or damaged JPEG file ("
                + (warnings.isEmpty() ? "size differs from its header" : warnings.get(0))
                + "); fetch or save the image again");
    }

    /** libjpeg goes on after lost data and paints grey; its words for that. */
    private static boolean lostData(String warning) {
        return warning.contains("Corrupt") || warning.contains("Premature") || warning.contains("corrupt");
    }

    private static void toRgb(byte[] samples) {
        for (int i = 0; i < samples.length; i += 3) {
            int y = samples[i] & 0xFF;
            int cb = (samples[i + 1] & 0xFF) - 128;
            int cr = (samples[i + 2] & 0xFF) - 128;
            samples[i] = clip(y + ((CR_TO_RED * cr + HALF) >> BITS));
            samples[i + 1] = clip(y + ((-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF) >> BITS));
            samples[i + 2] = clip(y + ((CB_TO_BLUE * cb + HALF) >> BITS));
        }
    }

    private static byte clip(int value) {
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << BITS) + 0.5);
    }

    private static ImageReaderSpi jdkReader() {
        Iterator<ImageReaderSpi> all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (all.hasNext()) {
            ImageReaderSpi spi = all.next();
            if (spi.getClass().getName().equals("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi")) {
                return spi;
            }
        }
        throw new IllegalStateException("this Java has no JPEG reader of its own (module java.desktop)");
    }
}
