package org.nec4j.baseline;

import com.github.jaiimageio.jpeg2000.J2KImageWriteParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ByteImage;

/** An image format with one knob, between 0 (least bytes) and 1. */
enum ImageFormat {
    /** Lossless; the knob does nothing. */
    PNG("PNG") {
        @Override
        byte[] encode(BufferedImage picture, double knob) {
            return write(jdkPlugin(ImageWriterSpi.class, "png"), picture, UnaryOperator.identity());
        }

        @Override
        ImageReaderSpi reader() {
            return jdkPlugin(ImageReaderSpi.class, "png");
        }
    },
    /** Baseline JPEG of the JDK with Huffman tables made for the image; the knob is its quality. */
    JPEG("JPEG") {
        @Override
        byte[] encode(BufferedImage picture, double knob) {
            return write(jdkPlugin(ImageWriterSpi.class, "jpeg"), picture, parameters -> {
                ((JPEGImageWriteParam) parameters).setOptimizeHuffmanTables(true);
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality((float) knob);
                return parameters;
            });
        }

        @Override
        ImageReaderSpi reader() {
            return jdkPlugin(ImageReaderSpi.class, "jpeg");
        }
    },
    /** JPEG 2000 code stream (9/7 wavelet) without the surrounding file; the knob is the rate, 1 being 8 bits a pixel. */
    JPEG_2000("JPEG 2000") {
        @Override
        byte[] encode(BufferedImage picture, double knob) {
            double rate = Math.max(HIGHEST_RATE * knob, LOWEST_RATE);
            while (true) {
                try {
                    return encodeAt(picture, rate);
                } catch (IllegalArgumentException tooLow) { // the writer refuses rates below the size of its headers
                    rate *= RATE_STEP;
                }
            }
        }

        @Override
        double firstGuess(int target, int pixels) {
            return Math.min(1, target * (double) Byte.SIZE / pixels / HIGHEST_RATE);
        }

        /** The writer aims at its rate, and misses it by about the same share at neighbouring rates. */
        @Override
        double nextGuess(double knob, int size, int target, double low, double high) {
            double proportional = knob * target / size;
            return proportional > low && proportional < high ? proportional : (low + high) / 2;
        }

        private byte[] encodeAt(BufferedImage picture, double rate) {
            return write(new J2KImageWriterSpi(), picture, defaults -> {
                J2KImageWriteParam parameters = new J2KImageWriteParam();
                parameters.setLossless(false);
                parameters.setFilter(J2KImageWriteParam.FILTER_97);
                parameters.setWriteCodeStreamOnly(true);
                parameters.setEncodingRate(rate);
                return parameters;
            });
        }

        @Override
        ImageReaderSpi reader() {
            return new J2KImageReaderSpi();
        }
    },
    /** Lossy WebP by a plug-in that is there only where it was asked for; the knob is its quality. */
    WEBP("WebP") {
        @Override
        byte[] encode(BufferedImage picture, double knob) {
            return write(optionalPlugin(ImageWriterSpi.class, "webp"), picture, parameters -> {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionType("Lossy");
                parameters.setCompressionQuality((float) knob);
                return parameters;
            });
        }

        @Override
        ImageReaderSpi reader() {
            return optionalPlugin(ImageReaderSpi.class, "webp");
        }
    };

    private static final double HIGHEST_RATE = 8;
    private static final double LOWEST_RATE = 0.05;
    private static final double RATE_STEP = 1.15;

    private final String title;

    ImageFormat(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Where a search for so many bytes begins. */
    double firstGuess(int target, int pixels) {
        return 0.5;
    }

    /** Where it goes on, strictly between low, which fits, and high, which does not, after the knob gave that size. */
    double nextGuess(double knob, int size, int target, double low, double high) {
        return (low + high) / 2;
    }

    abstract byte[] encode(BufferedImage picture, double knob);

    abstract ImageReaderSpi reader();

    ByteImage decode(byte[] stream) {
        return Pictures.read(stream, reader());
    }

    /** The JDK's own plug-in: others on the class path may announce the same format and write other bytes. */
    private static <T extends ImageReaderWriterSpi> T jdkPlugin(Class<T> kind, String format) {
        return plugin(kind, format, true)
                .orElseThrow(() -> new IllegalStateException("this JDK has no plug-in for " + format));
    }

    /** That of a library which is no part of a plain build. */
    private static <T extends ImageReaderWriterSpi> T optionalPlugin(Class<T> kind, String format) {
        return plugin(kind, format, false)
                .orElseThrow(() -> new UserException("there is no library for " + format
                        + " here; set NEC4J_" + format.toUpperCase(Locale.ROOT)
                        + "=1 for the launcher to build it in, or leave systems." + format + " out"));
    }

    private static <T extends ImageReaderWriterSpi> Optional<T> plugin(Class<T> kind, String format, boolean ofTheJdk) {
        Iterator<T> plugins = IIORegistry.getDefaultInstance().getServiceProviders(kind, false);
        while (plugins.hasNext()) {
            T plugin = plugins.next();
            boolean isOfTheJdk =
                    ImageIO.class.getModule().equals(plugin.getClass().getModule());
            if (isOfTheJdk == ofTheJdk && List.of(plugin.getFormatNames()).contains(format)) {
                return Optional.of(plugin);
            }
        }
        return Optional.empty();
    }

    private static byte[] write(ImageWriterSpi plugin, BufferedImage picture, UnaryOperator<ImageWriteParam> settings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriter writer = plugin.createWriterInstance();
            try {
                writer.setOutput(output);
                ImageWriteParam parameters = settings.apply(writer.getDefaultWriteParam());
                writer.write(null, new IIOImage(picture, null, null), parameters);
            } finally {
                writer.dispose();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
