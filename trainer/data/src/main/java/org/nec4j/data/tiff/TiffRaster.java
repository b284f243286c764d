package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;

/**
 * The first picture of a TIFF file, all bands.
 *
 * @param width pixels a row
 * @param height rows
 * @param bands samples a pixel
 * @param type kind of number
 * @param photometric how the samples are meant as colours
 * @param nodata the value that GDAL's tag says means "nothing known here"; may be NaN
 * @param palette 16-bit reds, then greens, then blues; empty without a table of colours
 * @param samples band after band, [C, H, W] flattened, in the buffer's byte order; not to be changed
 */
public record TiffRaster(
        int width,
        int height,
        int bands,
        SampleType type,
        Photometric photometric,
        OptionalDouble nodata,
        int[] palette,
        ByteBuffer samples) {
    /**
     * Reads a file's bytes.
     *
     * @param name what messages call it
     * @param jpeg decodes JPEG inside TIFF
     * @param maxSamples the most samples, over all bands, that the picture may have
     * @throws UserException if the file is damaged, too large, or uses a feature that is not read; the sentence names the feature
     */
    public static TiffRaster read(byte[] bytes, String name, JpegSegments jpeg, long maxSamples) {
        TiffDirectory directory = TiffDirectory.read(bytes, name);
        return new SegmentReader(directory, jpeg, maxSamples).read();
    }

    /** The sample of band {@code c} at column {@code x} and row {@code y}. */
    public double at(int x, int y, int c) {
        return type.read(samples, ((c * height + y) * width + x) * type.bytes());
    }
}
