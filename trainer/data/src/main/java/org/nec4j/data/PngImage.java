package org.nec4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Room;

/** Decodes PNG to RGB, to bands or to a mask: samples as stored, whatever the file says about gamma and profiles. */
final class PngImage {
    private static final int WIDTH_AT = 16;
    private static final int HEIGHT_AT = 20;
    private static final int DEPTH_AT = 24;
    private static final int KIND_AT = 25;
    private static final int HEADER_END = 33;

    /** No byte of DEFLATE's stands for more. */
    private static final int DEFLATE_RATIO = 1032;

    private static final int SIGNATURE = 8;
    private static final int LENGTH_BYTES = 4;

    /** What stands around a chunk's data: its length, its name, its checksum. */
    private static final int CHUNK_FRAME = 12;

    /** Names of chunks: tRNS, and IDAT, before which it stands. */
    private static final int TRANSPARENCY = 0x7452_4E53;

    private static final int IMAGE_DATA = 0x4944_4154;

    private static final int GREY = 0;
    private static final int RGB = 2;
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

    /** All bands as they are stored, alpha among them, and indices of a palette; what tRNS says is transparent is not told apart. */
    static BandImage bands(byte[] bytes, String name) {
        Raster raster = read(bytes, name).getRaster();
        int bands = bands(bytes);
        int width = raster.getWidth();
        int plane = width * raster.getHeight();
        if ((long) plane * bands > BandDecoder.MAX_SAMPLES) {
            throw BandDecoder.tooLarge(name, (long) plane * bands);
        }
        Room.require((long) plane * bands * (Float.BYTES + 1), name);
        float[] samples = new float[plane * bands]; // [C, H, W]
        int[] row = new int[width];
        for (int c = 0; c < bands; c++) {
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    samples[c * plane + y * width + x] = row[x];
                }
            }
        }
        return new BandImage(width, raster.getHeight(), bands, samples, 0);
    }

    /** The samples of a grey or palette image as they are stored. */
    static Mask values(byte[] bytes, String name) {
        if (bytes.length < HEADER_END || bands(bytes) != 1) {
            throw new UserException(name
                    + ": a coloured mask or one with alpha, expected grey or palette of class numbers; if it"
                    + " is coloured, name the colour of each class");
        }
        Raster raster = read(bytes, name).getRaster();
        int[] values = new int[raster.getWidth() * raster.getHeight()];
        raster.getSamples(raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), 0, values);
        return new Mask(raster.getWidth(), raster.getHeight(), values);
    }

    /** Samples a pixel, by the kind that the header states. */
    private static int bands(byte[] bytes) {
        return switch (bytes[KIND_AT]) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            default -> 4;
        };
    }

    private static boolean grey(byte[] bytes) {
        return bytes[KIND_AT] == GREY || bytes[KIND_AT] == GREY_ALPHA;
    }

    private static BufferedImage read(byte[] bytes, String name) {
        if (bytes.length < HEADER_END) {
            throw new UserException(name + ": a PNG file that ends within its header, at byte " + bytes.length);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int width = header.getInt(WIDTH_AT);
        int height = header.getInt(HEIGHT_AT);
        ImageDecoder.limit(width, height, name);
        long row = 1 + ((long) width * bands(bytes) * (bytes[DEPTH_AT] & 0xFF) + Byte.SIZE - 1) / Byte.SIZE;
        if (row * height > (long) bytes.length * DEFLATE_RATIO) {
            throw new UserException(name + ": a damaged PNG file, its " + bytes.length + " bytes cannot hold " + width
                    + "x" + height + " pixels; fetch or save the image again");
        }
        try {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            ByteArrayInputStream stored = new ByteArrayInputStream(withoutTransparency(bytes));
            try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(stored)) {
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

    /** The file without tRNS chunks: for the sake of them the JDK's reader spreads grey samples of few bits over 8. */
    private static byte[] withoutTransparency(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        int at = SIGNATURE;
        int from = 0;
        while (at <= bytes.length - CHUNK_FRAME && file.getInt(at + LENGTH_BYTES) != IMAGE_DATA) {
            long next = at + CHUNK_FRAME + (file.getInt(at) & 0xFFFFFFFFL);
            if (next > bytes.length) {
                break;
            }
            if (file.getInt(at + LENGTH_BYTES) == TRANSPARENCY) {
                kept.write(bytes, from, at - from);
                from = (int) next;
            }
            at = (int) next;
        }
        if (from == 0) {
            return bytes;
        }
        kept.write(bytes, from, bytes.length - from);
        return kept.toByteArray();
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
