package org.nec4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nec4j.codec.error.UserException;

/** Decodes PNG to RGB: samples as stored, whatever the file says about gamma and profiles. */
final class PngImage {
    private static final int WIDTH_AT = 16;
    private static final int HEIGHT_AT = 20;
    private static final int DEPTH_AT = 24;
    private static final int KIND_AT = 25;
    private static final int HEADER_END = 33;
    private static final int GREY = 0;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;

    private PngImage() {}

    static ByteImage decode(byte[] bytes, String name) {
        BufferedImage image = read(bytes, name);
        boolean grey = grey(bytes);
        if (bytes[DEPTH_AT] == 16 && grey) {
            throw new UserException(
                    name + ": a 16-bit grey PNG, expected 8 bits a sample; convert it, or read it as a band");
        }
        return new ByteImage(image.getWidth(), image.getHeight(), 3, rgb(image, grey));
    }

    /** The samples of a grey or palette image as they are stored. */
    static ByteImage indices(byte[] bytes, String name) {
        BufferedImage image = read(bytes, name);
        boolean palette = bytes[KIND_AT] == PALETTE;
        if (bytes[DEPTH_AT] == 16 || bytes[KIND_AT] != GREY && !palette) {
            throw new UserException(
                    name
                            + ": a coloured or 16-bit mask, expected grey or palette of class numbers; if it is coloured, name the colour of each class");
        }
        return new ByteImage(image.getWidth(), image.getHeight(), 1, Pixels.interleaved(image.getRaster(), 1));
    }

    private static boolean grey(byte[] bytes) {
        return bytes[KIND_AT] == GREY || bytes[KIND_AT] == GREY_ALPHA;
    }

    private static BufferedImage read(byte[] bytes, String name) {
        if (bytes.length < HEADER_END) {
            throw new UserException(name + ": a PNG file that ends within its header, at byte " + bytes.length);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        ImageDecoder.limit(header.getInt(WIDTH_AT), header.getInt(HEIGHT_AT), name);
        try {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
                reader.setInput(in, true, true);
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new UserException(
                    name + ": a damaged PNG file (" + e.getMessage() + "); fetch or save the image again", e);
        }
    }

    private static byte[] rgb(BufferedImage image, boolean grey) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return looked(raster, palette);
        }
        if (grey) {
            return Pixels.greyToRgb(Pixels.interleaved(raster, 1));
        }
        return Pixels.bytes(raster) ? Pixels.interleaved(raster, 3) : highBytes(raster);
    }

    private static byte[] looked(Raster raster, IndexColorModel palette) {
        byte[] index = Pixels.interleaved(raster, 1);
        byte[] rgb = new byte[index.length * 3];
        for (int i = 0; i < index.length; i++) {
            int colour = palette.getRGB(index[i] & 0xFF);
            rgb[3 * i] = (byte) (colour >> 16);
            rgb[3 * i + 1] = (byte) (colour >> 8);
            rgb[3 * i + 2] = (byte) colour;
        }
        return rgb;
    }

    private static byte[] highBytes(Raster raster) {
        int width = raster.getWidth();
        byte[] rgb = new byte[width * raster.getHeight() * 3];
        int[] row = new int[width * raster.getNumBands()];
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[o++] = (byte) (row[x * raster.getNumBands() + c] >> 8);
                }
            }
        }
        return rgb;
    }
}
