package org.nec4j.data.tiff;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.nec4j.codec.io.ByteSource;

/**
 * A TIFF file that is looked at in parts: what is not asked for is not read. Strips and tiles of the file that were decoded are kept while
 * there is room, as neighbouring parts share them. Safe for use by several threads, one at a time.
 */
public final class TiffScene implements Closeable {
    /** Decoded segments are kept up to so many bytes, and always the last one. */
    private static final long KEPT_BYTES = 256L << 20;

    private final ByteSource file;
    private final TiffDirectory directory;
    private final SegmentReader reader;
    private final int pages;
    private final Map<Integer, ByteBuffer> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    private TiffScene(ByteSource file, String name, JpegSegments jpeg) {
        this.file = file;
        this.directory = TiffDirectory.read(file, name);
        List<TiffDirectory> others = directory.following();
        Stack.refuseHidden(directory, others);
        this.pages = Stack.alike(directory, others);
        this.reader = new SegmentReader(directory, jpeg);
    }

    /** Opens a file; throws UserException where it is no TIFF, is damaged, or uses a feature that is not read. */
    public static TiffScene open(Path path, JpegSegments jpeg) {
        ByteSource file = ByteSource.of(path);
        try {
            return new TiffScene(file, path.toString(), jpeg);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What the file says of where its first picture lies, without looking at the picture. */
    public static GeoTags geography(Path path) {
        try (ByteSource file = ByteSource.of(path)) {
            return GeoTags.of(TiffDirectory.read(file, path.toString()));
        }
    }

    /** Pixels a row. */
    public int width() {
        return reader.layout().width();
    }

    /** Rows. */
    public int height() {
        return reader.layout().height();
    }

    /** Samples a pixel. */
    public int bands() {
        return reader.layout().bands();
    }

    /** The kind of number that a sample is. */
    public SampleType type() {
        return reader.type();
    }

    /** As {@link TiffRaster#nodata}. */
    public OptionalDouble nodata() {
        return reader.nodata();
    }

    /** As {@link TiffRaster#orientation}. */
    public int orientation() {
        return reader.orientation();
    }

    /** As {@link TiffRaster#pages}. */
    public int pages() {
        return pages;
    }

    /**
     * A part of the first picture, which lies within it.
     *
     * @param maxSamples the most samples, over all bands, that the part may have
     */
    public synchronized TiffRaster window(int left, int top, int width, int height, long maxSamples) {
        return reader.window(new SegmentReader.Window(left, top, width, height), pages, maxSamples, this::segment);
    }

    private ByteBuffer segment(int number) {
        ByteBuffer known = kept.get(number);
        if (known != null) {
            return known;
        }
        ByteBuffer decoded = reader.decode(number);
        kept.put(number, decoded);
        keptBytes += decoded.capacity();
        for (Iterator<ByteBuffer> oldest = kept.values().iterator(); keptBytes > KEPT_BYTES && kept.size() > 1; ) {
            keptBytes -= oldest.next().capacity();
            oldest.remove();
        }
        return decoded;
    }

    @Override
    public void close() {
        file.close();
    }
}
