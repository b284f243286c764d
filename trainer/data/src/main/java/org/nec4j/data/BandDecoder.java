package org.nec4j.data;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.tiff.SampleType;
import org.nec4j.data.tiff.TiffRaster;

/**
 * Reads images of any number of bands: GeoTIFF and NumPy arrays as they are, JPEG and PNG as three bands.
 *
 * <p>Integers of 8 and 16 bits and float32 come unchanged; wider integers and float64 are rounded to float32. A file's no-data value
 * and NaN both become NaN and are counted.
 */
public final class BandDecoder {
    /** The most samples an image may have over all bands: 2^28, 1 GiB as floats. */
    public static final long MAX_SAMPLES = 1L << 28;

    private BandDecoder() {}

    /**
     * Reads a file.
     *
     * @throws UserException if it is absent, damaged, too large, or uses a feature that is not read; the sentence names the feature
     */
    public static BandImage decode(Path file) {
        return decode(ImageDecoder.bytes(file), file.toString());
    }

    /**
     * Reads a file's bytes.
     *
     * @param name what messages call it
     */
    public static BandImage decode(byte[] bytes, String name) {
        if (ImageDecoder.isTiff(bytes)) {
            return bands(TiffRaster.read(bytes, name, JpegImage::segment, MAX_SAMPLES));
        }
        if (NpyArray.is(bytes)) {
            return NpyArray.read(bytes, name);
        }
        ByteImage image = ImageDecoder.decode(bytes, name);
        int pixels = image.width() * image.height();
        float[] samples = new float[pixels * image.channels()];
        for (int i = 0; i < samples.length; i++) {
            samples[i % image.channels() * pixels + i / image.channels()] = image.samples()[i] & 0xFF;
        }
        return new BandImage(image.width(), image.height(), image.channels(), samples, 0);
    }

    private static BandImage bands(TiffRaster raster) {
        float[] samples = new float[raster.bands() * raster.height() * raster.width()]; // [C, H, W]
        long missing = 0;
        OptionalDouble nodata = nodata(raster);
        int bytes = raster.type().bytes();
        for (int i = 0; i < samples.length; i++) {
            double value = raster.type().read(raster.samples(), i * bytes);
            boolean absent = Double.isNaN(value) || nodata.isPresent() && value == nodata.getAsDouble();
            samples[i] = absent ? Float.NaN : (float) value;
            missing += absent ? 1 : 0;
        }
        return new BandImage(raster.width(), raster.height(), raster.bands(), samples, missing);
    }

    /** The no-data value as the samples hold it: the tag is decimal text, float32 samples are rounded. */
    private static OptionalDouble nodata(TiffRaster raster) {
        OptionalDouble stated = raster.nodata();
        boolean rounded = stated.isPresent() && raster.type() == SampleType.FLOAT32;
        return rounded ? OptionalDouble.of((float) stated.getAsDouble()) : stated;
    }
}
