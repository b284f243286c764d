package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Room;

/** Puts a picture, or a part of it, together from its strips or tiles. */
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
    private static final int UNASSOCIATED = 2;

    private final TiffDirectory directory;
    private final JpegSegments jpeg;
    private final Layout layout;
    private final SampleType type;
    private final int compression;
    private final int predictor;
    private final Photometric photometric;
    private final OptionalDouble nodata;

    SegmentReader(TiffDirectory directory, JpegSegments jpeg) {
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
        requireStored();
    }

    /** Refuses sizes that so short a file cannot hold, before memory is taken. */
    private void requireStored() {
        double bytes = (double) layout.bands() * layout.width() * layout.height() * type.bytes();
        long segmentRow = (long) layout.bandsASegment() * layout.segmentWidth();
        double stored = 0;
        for (int segment = 0; segment < layout.segments(); segment++) {
            long length = layout.lengths()[segment];
            directory.check(layout.offsets()[segment], length, "segment " + segment);
            stored += length == 0
                    ? (double) segmentRow * layout.storedRows(segment) * type.bytes()
                    : (double) length * Compression.greatestRatio(compression);
        }
        if (stored < bytes) {
            throw directory.damaged("its segments are too short to hold " + (long) bytes + " bytes of samples");
        }
    }

    Layout layout() {
        return layout;
    }

    SampleType type() {
        return type;
    }

    OptionalDouble nodata() {
        return nodata;
    }

    int orientation() {
        return orientation(directory.number(Tag.ORIENTATION, UPRIGHT));
    }

    /**
     * The whole picture.
     *
     * @param pages what the raster says of the file's pictures
     */
    TiffRaster read(int pages, long maxSamples) {
        return window(new Window(0, 0, layout.width(), layout.height()), pages, maxSamples, this::decode);
    }

    /** A part of a picture. */
    record Window(int left, int top, int width, int height) {}

    /**
     * A part of the picture.
     *
     * @param window  within the picture
     * @param decoded gives a segment that it needs as {@link #decode} does
     */
    TiffRaster window(Window window, int pages, long maxSamples, IntFunction<ByteBuffer> decoded) {
        long limit = Math.min(maxSamples, (Integer.MAX_VALUE - 8) / type.bytes());
        long rowSamples = (long) layout.bands() * window.width();
        long segmentRow = (long) layout.bandsASegment() * layout.segmentWidth();
        if (rowSamples > limit / window.height()
                || segmentRow > (Integer.MAX_VALUE - 8) / type.bytes() / layout.segmentHeight()) {
            throw new UserException(directory.name + ": " + window.width() + "x" + window.height() + " pixels of "
                    + layout.bands() + " bands are more than the " + limit
                    + " samples that are read as an image; cut the image into tiles");
        }
        Room.require(
                (rowSamples * window.height() + segmentRow * layout.segmentHeight()) * type.bytes(), directory.name);
        ByteBuffer picture = ByteBuffer.allocate((int) (rowSamples * window.height() * type.bytes()))
                .order(directory.order);
        for (int segment = 0; segment < layout.segments(); segment++) {
            if (layout.left(segment) < window.left() + window.width()
                    && layout.left(segment) + layout.segmentWidth() > window.left()
                    && layout.top(segment) < window.top() + window.height()
                    && layout.top(segment) + layout.storedRows(segment) > window.top()) {
                place(segment, decoded.apply(segment), window, picture.array());
            }
        }
        long[] palette = directory.numbers(Tag.PALETTE);
        boolean rgb = compression == Compression.JPEG && photometric == Photometric.YCBCR;
        return new TiffRaster(
                window.width(),
                window.height(),
                layout.bands(),
                type,
                rgb ? Photometric.RGB : photometric,
                nodata,
                orientation(),
                directory.number(Tag.EXTRA_SAMPLES, 0) == ASSOCIATED,
                photometric == Photometric.RGB && layout.bands() == COLOURS + 1 && isAlpha(),
                pages,
                Arrays.stream(palette).mapToInt(v -> (int) v).toArray(),
                picture);
    }

    /** The samples of a segment as they lie in it. */
    ByteBuffer decode(int segment) {
        int rows = layout.storedRows(segment);
        int rowSamples = layout.segmentWidth() * layout.bandsASegment();
        int length = Math.multiplyExact(rows * rowSamples, type.bytes());
        if (layout.lengths()[segment] == 0) {
            return absent(length);
        }
        byte[] stored = new byte[(int) layout.lengths()[segment]];
        directory.file.read(layout.offsets()[segment], ByteBuffer.wrap(stored));
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
        ByteBuffer buffer = ByteBuffer.wrap(samples).order(directory.order);
        Predictor.undo(predictor, buffer, type, rowSamples, layout.bandsASegment());
        return buffer;
    }

    /** GDAL leaves out segments in which nothing is known. */
    private ByteBuffer absent(int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(directory.order);
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

    private void place(int segment, ByteBuffer samples, Window window, byte[] to) {
        int bytes = type.bytes();
        int interleaved = layout.bandsASegment();
        int left = Math.max(layout.left(segment), window.left());
        int right = Math.min(layout.left(segment) + layout.segmentWidth(), window.left() + window.width());
        int top = Math.max(layout.top(segment), window.top());
        int bottom = Math.min(layout.top(segment) + layout.storedRows(segment), window.top() + window.height());
        int columns = right - left;
        byte[] from = samples.array();
        for (int y = top; y < bottom; y++) {
            for (int c = 0; c < interleaved; c++) {
                int band = layout.band(segment) + c;
                int start = (y - layout.top(segment)) * layout.segmentWidth() + left - layout.left(segment);
                int in = (start * interleaved + c) * bytes;
                int out = ((band * window.height() + y - window.top()) * window.width() + left - window.left()) * bytes;
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

    private boolean isAlpha() {
        long extra = directory.number(Tag.EXTRA_SAMPLES, 0);
        return extra == ASSOCIATED || extra == UNASSOCIATED;
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
