package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteSource;

/**
 * A picture of a TIFF file, all bands.
 *
 * @param width pixels a row
 * @param height rows
 * @param bands samples a pixel
 * @param type kind of number
 * @param photometric how the samples are meant as colours
 * @param nodata the value that GDAL's tag says means "nothing known here"; may be NaN
 * @param orientation where the first row and column belong, 1 to 8 as the TIFF specification has it; 1 is upright
 * @param premultiplied whether colours are multiplied by the alpha that follows them
 * @param alpha whether a fourth band is transparency
 * @param pages pictures of this size in the file
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
        int orientation,
        boolean premultiplied,
        boolean alpha,
        int pages,
        int[] palette,
        ByteBuffer samples) {
    /**
     * Reads the first picture.
     *
     * @param name what messages call it
     * @param jpeg decodes JPEG inside TIFF
     * @param maxSamples the most samples, over all bands, that the picture may have
     * @throws UserException if the file is damaged, too large, or uses a feature that is not read; the sentence names the feature
     */
    public static TiffRaster read(byte[] bytes, String name, JpegSegments jpeg, long maxSamples) {
        TiffDirectory directory = TiffDirectory.read(ByteSource.of(bytes), name);
        List<TiffDirectory> others = directory.following();
        Stack.refuseHidden(directory, others);
        return new SegmentReader(directory, jpeg).read(Stack.alike(directory, others), maxSamples);
    }

    /**
     * Reads all pictures at full resolution: one, or several of one band each, which have the same size.
     *
     * @param name as {@link #read} has it, like all else
     * @throws UserException also if pages are unlike each other
     */
    public static List<TiffRaster> pages(byte[] bytes, String name, JpegSegments jpeg, long maxSamples) {
        TiffDirectory first = TiffDirectory.read(ByteSource.of(bytes), name);
        List<TiffDirectory> others = first.following();
        Stack.check(first, others, maxSamples);
        List<TiffRaster> pages = new ArrayList<>();
        pages.add(new SegmentReader(first, jpeg).read(others.size() + 1, maxSamples));
        for (TiffDirectory page : others) {
            TiffRaster raster = new SegmentReader(page, jpeg).read(others.size() + 1, maxSamples);
            if (raster.type != pages.get(0).type) {
                throw new UserException(name + ": holds pages of " + pages.get(0).type + " and of " + raster.type
                        + ", expected one type of numbers; save the bands as one type");
            }
            pages.add(raster);
        }
        return pages;
    }

    /** The sample of band {@code c} at column {@code x} and row {@code y}. */
    public double at(int x, int y, int c) {
        return type.read(samples, ((c * height + y) * width + x) * type.bytes());
    }
}
