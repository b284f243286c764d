package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;

/** Puts a picture together from its strips or tiles. */
final class SegmentReader {
    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOATING = 3;
    private static final int UNDEFINED = 4;
    private static final int COMPLEX_INTEGER = 5;
    private static final int COMPLEX = 6;
    private static final int COLOURS = 3;
    private static final int UPRIGHT = 1;
    private static final int ORIENTATIONS = 8;
    private static final int ASSOCIATED = 1;

    private final TiffDirectory directory;
    private final JpegSegments jpeg;
    private final Layout layout;
    private final SampleType type;
    private final int compression;
    private final int predictor;
    private final Photometric photometric;
    private final ByteBuffer picture;
    private final OptionalDouble nodata;

    SegmentReader(TiffDirectory directory, JpegSegments jpeg, long maxSamples) {
        this.directory = directory;
        this.jpeg = jpeg;
        this.type = sampleType(directory);
        this.compression = (int) directory.number(Tag.COMPRESSION, Compression.NONE);
        this.predictor = (int) directory.number(Tag.PREDICTOR, Predictor.NONE);
        this.photometric = Photometric.of(directory.number(Tag.PHOTOMETRIC, Photometric.BLACK_IS_ZERO.ordinal()));
        Compression.check(directory, compression);
        refuseUnsupported();
        this.layout = Layout.of(directory);
        this.nodata = nodata(directory);
        this.picture = ByteBuffer.allocate(pictureBytes(maxSamples)).order(directory.file.order());
    }

    /** Refuses sizes that are too large or that so short a file cannot hold, before memory is taken. */
    private int pictureBytes(long maxSamples) {
        long limit = Math.min(maxSamples, (Integer.MAX_VALUE - 8) / type.bytes());
        long rowSamples = (long) layout.bands() * layout.width();
        long segmentRow = (long) layout.bandsASegment() * layout.segmentWidth();
        if (rowSamples > limit / layout.height() || segmentRow > limit / layout.segmentHeight()) {
            throw new UserException(directory.name + ": " + layout.width() + "x" + layout.height() + " pixels of "
                    + layout.bands() + " bands are more than the " + limit
                    + " samples that are read as an image; cut the image into tiles");
        }
        long bytes = rowSamples * layout.height() * type.bytes();
        long stored = 0;
        for (int segment = 0; segment < layout.segments(); segment++) {
            long length = layout.lengths()[segment];
            directory.check(layout.offsets()[segment], length, "segment " + segment);
            stored += length == 0
                    ? segmentRow * layout.storedRows(segment) * type.bytes()
                    : length * Compression.greatestRatio(compression);
        }
        if (stored < bytes) {
            throw directory.damaged("its segments are too short to hold " + bytes + " bytes of samples");
        }
        return (int) bytes;
    }

    /** @param pages what the raster says of the file's pictures */
    TiffRaster read(int pages) {
        for (int segment = 0; segment < layout.segments(); segment++) {
            place(segment, decode(segment));
        }
        long[] palette = directory.numbers(Tag.PALETTE);
        boolean rgb = compression == Compression.JPEG && photometric == Photometric.YCBCR;
        return new TiffRaster(
                layout.width(),
                layout.height(),
                layout.bands(),
                type,
                rgb ? Photometric.RGB : photometric,
                nodata,
                orientation(directory.number(Tag.ORIENTATION, UPRIGHT)),
                directory.number(Tag.EXTRA_SAMPLES, 0) == ASSOCIATED,
                pages,
                Arrays.stream(palette).mapToInt(v -> (int) v).toArray(),
                picture);
    }

    private ByteBuffer decode(int segment) {
        int rows = layout.storedRows(segment);
        int rowSamples = layout.segmentWidth() * layout.bandsASegment();
        int length = Math.multiplyExact(rows * rowSamples, type.bytes());
        if (layout.lengths()[segment] == 0) {
            return absent(length);
        }
        byte[] stored = new byte[(int) layout.lengths()[segment]];
        directory.file.get((int) layout.offsets()[segment], stored);
        byte[] samples = compression == Compression.JPEG
                ? jpeg.decode(
                        withTables(stored),
                        layout.segmentWidth(),
                        rows,
                        layout.bandsASegment(),
                        photometric == Photometric.YCBCR,
                        directory.name)
                : Compression.expand(compression, stored, length);
        if (samples.length != length) {
            throw directory.damaged("segment " + segment + " holds " + samples.length + " bytes of " + length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(samples).order(directory.file.order());
        Predictor.undo(predictor, buffer, type, rowSamples, layout.bandsASegment());
        return buffer;
    }

    /** GDAL leaves out segments in which nothing is known. */
    private ByteBuffer absent(int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(directory.file.order());
        double value = type.nearest(nodata.orElse(0));
        for (int at = 0; value != 0 && at < length; at += type.bytes()) {
            switch (type) {
                case UINT8, INT8 -> buffer.put(at, (byte) value);
                case UINT16, INT16 -> buffer.putShort(at, (short) (int) value);
                case UINT32, INT32 -> buffer.putInt(at, (int) (long) value);
                case FLOAT32 -> buffer.putFloat(at, (float) value);
                case FLOAT64 -> buffer.putDouble(at, value);
            }
        }
        return buffer;
    }

    private void place(int segment, ByteBuffer samples) {
        int bytes = type.bytes();
        int interleaved = layout.bandsASegment();
        int columns = Math.min(layout.segmentWidth(), layout.width() - layout.left(segment));
        int rows = Math.min(layout.storedRows(segment), layout.height() - layout.top(segment));
        byte[] from = samples.array();
        byte[] to = picture.array();
        for (int y = 0; y < rows; y++) {
            for (int c = 0; c < interleaved; c++) {
                int band = layout.band(segment) + c;
                int in = (y * layout.segmentWidth() * interleaved + c) * bytes;
                int out = ((band * layout.height() + layout.top(segment) + y) * layout.width() + layout.left(segment))
                        * bytes;
                if (interleaved == 1) {
                    System.arraycopy(from, in, to, out, columns * bytes);
                } else {
                    for (int x = 0; x < columns; x++) {
                        for (int k = 0; k < bytes; k++) {
                            to[out + x * bytes + k] = from[in + x * interleaved * bytes + k];
                        }
                    }
                }
            }
        }
    }

    /** A JPEG segment may leave its tables to a tag: they go between its start mark and the rest. */
    private byte[] withTables(byte[] stream) {
        byte[] tables = directory.bytes(Tag.JPEG_TABLES);
        if (tables.length < 4 || stream.length < 2) {
            return stream;
        }
        byte[] whole = Arrays.copyOf(tables, tables.length - 2 + stream.length - 2);
        System.arraycopy(stream, 2, whole, tables.length - 2, stream.length - 2);
        return whole;
    }

    private void refuseUnsupported() {
        if (directory.number(Tag.FILL_ORDER, 1) != 1) {
            throw directory.unsupported("reversed bit order (FillOrder 2)", "save the file again");
        }
        if (predictor != Predictor.NONE && predictor != Predictor.HORIZONTAL && predictor != Predictor.FLOATING) {
            throw directory.unsupported("predictor " + predictor, "save the file without a predictor");
        }
        boolean floats = type == SampleType.FLOAT32 || type == SampleType.FLOAT64;
        if (predictor == Predictor.FLOATING && !floats) {
            throw directory.damaged("its predictor is for floating-point numbers and its samples are " + type);
        }
        if (compression == Compression.JPEG && type != SampleType.UINT8) {
            throw directory.unsupported(
                    "JPEG of " + type + " samples", "save the file uncompressed or with LZW or DEFLATE");
        }
        if (photometric == Photometric.YCBCR && compression != Compression.JPEG) {
            throw directory.unsupported("YCbCr without JPEG", "save the file as RGB");
        }
        if (photometric == Photometric.YCBCR && directory.number(Tag.SAMPLES, 1) != COLOURS) {
            throw directory.unsupported("YCbCr with further bands", "save the file as RGB");
        }
    }

    private static int orientation(long stated) {
        return stated >= UPRIGHT && stated <= ORIENTATIONS ? (int) stated : UPRIGHT;
    }

    private static OptionalDouble nodata(TiffDirectory directory) {
        String text = directory.text(Tag.GDAL_NODATA).orElse("");
        OptionalDouble value = NoData.parse(text);
        if (value.isEmpty() && !text.isEmpty()) {
            throw directory.damaged("its no-data value is '" + text.substring(0, Math.min(40, text.length())) + "'");
        }
        return value;
    }

    private static SampleType sampleType(TiffDirectory directory) {
        long[] bits = directory.numbers(Tag.BITS);
        long[] formats = directory.numbers(Tag.SAMPLE_FORMAT);
        long width = bits.length == 0 ? 1 : bits[0];
        long format = formats.length == 0 ? UNSIGNED : formats[0];
        if (Arrays.stream(bits).anyMatch(b -> b != width)
                || Arrays.stream(formats).anyMatch(f -> f != format)) {
            throw directory.unsupported("bands of different number types", "save the bands as one type");
        }
        if (format == COMPLEX || format == COMPLEX_INTEGER) {
            throw directory.unsupported("complex numbers (" + width + " bits)", "save magnitude and phase as bands");
        }
        if (format == FLOATING && (width == 32 || width == 64)) {
            return width == 32 ? SampleType.FLOAT32 : SampleType.FLOAT64;
        }
        boolean signed = format == SIGNED;
        if (signed || format == UNSIGNED || format == UNDEFINED) {
            if (width == 8) {
                return signed ? SampleType.INT8 : SampleType.UINT8;
            } else if (width == 16) {
                return signed ? SampleType.INT16 : SampleType.UINT16;
            } else if (width == 32) {
                return signed ? SampleType.INT32 : SampleType.UINT32;
            }
        }
        throw directory.unsupported(
                (format == FLOATING ? "floating-point" : "integer") + " samples of " + width + " bits",
                "save 8, 16 or 32 bits a sample");
    }
}
