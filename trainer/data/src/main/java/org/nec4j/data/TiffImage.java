package org.nec4j.data;

import org.nec4j.codec.error.UserException;
import org.nec4j.data.tiff.Photometric;
import org.nec4j.data.tiff.SampleType;
import org.nec4j.data.tiff.TiffRaster;

/**
 * Decodes an 8-bit grey, RGB or palette TIFF file to RGB, turned upright as its orientation says, as Pillow does. A fourth band of RGB is
 * dropped; where it is alpha that colours were multiplied by, they are divided by it. Of pictures of several sizes (previews) the first
 * counts; a file of several of one size is refused.
 */
final class TiffImage {
    private TiffImage() {}

    static ByteImage decode(byte[] bytes, String name) {
        return picture(TiffRaster.read(bytes, name, JpegImage::segment, ImageDecoder.MAX_PIXELS * 4), name);
    }

    /** As {@link #decode}, of what was read of a file already. */
    static ByteImage picture(TiffRaster raster, String name) {
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
        if (raster.pages() > 1) {
            throw new UserException(name + ": holds " + raster.pages() + " pages of one size, expected one picture;"
                    + " save each as a file of its own, or if they are bands, read them with samples = bands");
        }
        int pixels = raster.width() * raster.height();
        byte[] planes = raster.samples().array();
        byte[] out = new byte[Math.multiplyExact(pixels, 3)];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                out[3 * i + c] = colour(raster, planes, i, c, pixels);
            }
        }
        boolean divided = rgb && raster.bands() == 4 && raster.premultiplied();
        for (int i = 0; divided && i < out.length; i++) {
            out[i] = divided(out[i] & 0xFF, planes[3 * pixels + i / 3] & 0xFF);
        }
        return Orientation.upright(new ByteImage(raster.width(), raster.height(), 3, out), raster.orientation());
    }

    /** A colour before it was multiplied by its alpha, as Pillow computes it. */
    private static byte divided(int colour, int alpha) {
        return (byte) (alpha == 0 ? 0 : Math.min(255, 255 * colour / alpha));
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
