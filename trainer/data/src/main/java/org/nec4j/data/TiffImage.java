package org.nec4j.data;

import org.nec4j.codec.error.UserException;
import org.nec4j.data.tiff.Photometric;
import org.nec4j.data.tiff.SampleType;
import org.nec4j.data.tiff.TiffRaster;

/** Decodes the first picture of an 8-bit grey, RGB or palette TIFF file to RGB; a fourth band of RGB is alpha and dropped. */
final class TiffImage {
    private TiffImage() {}

    static ByteImage decode(byte[] bytes, String name) {
        TiffRaster raster = TiffRaster.read(bytes, name, JpegImage::segment, ImageDecoder.MAX_PIXELS * 4);
        boolean rgb = raster.photometric() == Photometric.RGB && (raster.bands() == 3 || raster.bands() == 4);
        boolean palette = raster.photometric() == Photometric.PALETTE
                && raster.bands() == 1
                && raster.palette().length >= 3 * 256;
        boolean grey = raster.bands() == 1
                && (raster.photometric() == Photometric.BLACK_IS_ZERO
                        || raster.photometric() == Photometric.WHITE_IS_ZERO);
        if (raster.type() != SampleType.UINT8 || !rgb && !palette && !grey) {
            throw new UserException(name + ": a TIFF of " + raster.bands() + " bands of " + raster.type() + " meant as "
                    + raster.photometric()
                    + ", expected 8-bit grey, RGB or palette; choose bands of it as multi-band input");
        }
        int pixels = raster.width() * raster.height();
        byte[] planes = raster.samples().array();
        byte[] out = new byte[Math.multiplyExact(pixels, 3)];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                out[3 * i + c] = colour(raster, planes, i, c, pixels);
            }
        }
        return new ByteImage(raster.width(), raster.height(), 3, out);
    }

    private static byte colour(TiffRaster raster, byte[] planes, int i, int c, int pixels) {
        return switch (raster.photometric()) {
            case RGB -> planes[c * pixels + i];
            case PALETTE -> (byte) (raster.palette()[c * 256 + (planes[i] & 0xFF)] >> 8);
            case WHITE_IS_ZERO -> (byte) ~planes[i];
            default -> planes[i];
        };
    }
}
