package org.nec4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Room;
import org.nec4j.data.tiff.SampleType;
import org.nec4j.data.tiff.TiffRaster;

/**
 * Reads images of any number of bands, as they are stored: GeoTIFF, NumPy arrays, PNG of 8 and 16 bits (grey, grey with alpha, RGB,
 * RGB with alpha, or the indices of a palette) and JPEG (grey or RGB). These are the bands that GDAL gives; orientation, gamma and colour
 * profiles play no part. TIFF pages of one band each and one size are the bands of one image.
 *
 * <p>Integers of 8 and 16 bits and float32 come unchanged; wider integers and float64 are rounded to float32. A file's no-data value
 * and NaN both become NaN and are counted.
 */
public final class BandDecoder {
    /** The most samples an image may have over all bands: 2^28, 1 GiB as floats. */
    public static final long MAX_SAMPLES = 1L << 28;

    private BandDecoder() {}

    /**
     * Reads a file of which nothing more is known.
     *
     * @throws UserException if it is absent, damaged, too large, ambiguous, or uses a feature that is not read; the sentence names the
     *     feature
     */
    public static BandImage decode(Path file) {
        return decode(file, Optional.empty());
    }

    /** Reads a file; {@code order} says which axis holds the bands, where that is known. */
    public static BandImage decode(Path file, Optional<AxisOrder> order) {
        return decode(ImageDecoder.bytes(file), order, file.toString());
    }

    /**
     * Reads a file's bytes.
     *
     * @param name what messages call it
     */
    public static BandImage decode(byte[] bytes, Optional<AxisOrder> order, String name) {
        return Room.within(name, () -> decoded(bytes, order, name));
    }

    private static BandImage decoded(byte[] bytes, Optional<AxisOrder> order, String name) {
        if (ImageDecoder.isTiff(bytes)) {
            return bands(TiffRaster.pages(bytes, name, JpegImage::segment, MAX_SAMPLES), order, name);
        }
        if (ArrayHeader.is(bytes)) {
            return NpyArray.read(bytes, order, name);
        }
        if (ImageDecoder.isPng(bytes)) {
            return PngImage.bands(bytes, name);
        }
        if (ImageDecoder.isJpeg(bytes)) {
            return planes(JpegImage.stored(bytes, name), name);
        }
        throw new UserException(name + ": " + ImageFiles.described(bytes));
    }

    static UserException tooLarge(String name, long samples) {
        return new UserException(name + ": " + samples + " samples, at most " + MAX_SAMPLES
                + " are read as an image; cut the image into tiles");
    }

    private static BandImage planes(ByteImage image, String name) {
        int pixels = image.width() * image.height();
        int channels = image.channels();
        if ((long) pixels * channels > MAX_SAMPLES) {
            throw tooLarge(name, (long) pixels * channels);
        }
        Room.require((long) pixels * channels * (Float.BYTES + 1), name);
        float[] samples = new float[pixels * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i % channels * pixels + i / channels] = image.samples()[i] & 0xFF;
        }
        return new BandImage(image.width(), image.height(), channels, samples, 0);
    }

    static BandImage bands(List<TiffRaster> pages, Optional<AxisOrder> order, String name) {
        TiffRaster first = pages.get(0);
        int page = first.bands() * first.height() * first.width();
        int count = Math.multiplyExact(pages.size(), page);
        Room.require((long) count * (Float.BYTES + first.type().bytes()), name);
        float[] samples = new float[count]; // [C, H, W]
        long missing = 0;
        for (int p = 0; p < pages.size(); p++) {
            missing += samples(pages.get(p), samples, p * page);
        }
        int[] axes = {pages.size(), first.height(), first.width()};
        return pages.size() > 1
                ? BandImage.of(samples, axes, order, name)
                : new BandImage(first.width(), first.height(), first.bands(), samples, missing);
    }

    private static long samples(TiffRaster raster, float[] out, int offset) {
        OptionalDouble nodata = nodata(raster);
        int bytes = raster.type().bytes();
        int count = raster.bands() * raster.height() * raster.width();
        long missing = 0;
        for (int i = 0; i < count; i++) {
            double value = raster.type().read(raster.samples(), i * bytes);
            boolean absent = Double.isNaN(value) || nodata.isPresent() && value == nodata.getAsDouble();
            out[offset + i] = absent ? Float.NaN : (float) value;
            missing += absent ? 1 : 0;
        }
        return missing;
    }

    /** The no-data value as the samples hold it: the tag is decimal text, float32 samples are rounded. */
    private static OptionalDouble nodata(TiffRaster raster) {
        OptionalDouble stated = raster.nodata();
        boolean rounded = stated.isPresent() && raster.type() == SampleType.FLOAT32;
        return rounded ? OptionalDouble.of((float) stated.getAsDouble()) : stated;
    }
}
