package org.nec4j.data;

import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/** Samples out of ImageIO's rasters. */
final class Pixels {
    private Pixels() {}

    /** The first {@code channels} bands of an 8-bit raster, interleaved. */
    static byte[] interleaved(Raster raster, int channels) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] out = new byte[width * height * channels];
        if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte buffer
                && model.getPixelStride() == channels
                && model.getScanlineStride() == width * channels
                && inOrder(model.getBandOffsets())
                && buffer.getOffset() == 0
                && buffer.getData().length == out.length) {
            return buffer.getData().clone();
        }
        int[] row = new int[width * raster.getNumBands()];
        int o = 0;
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    out[o++] = (byte) row[x * raster.getNumBands() + c];
                }
            }
        }
        return out;
    }

    /** Three equal channels. */
    static byte[] greyToRgb(byte[] grey) {
        byte[] rgb = new byte[Math.multiplyExact(grey.length, 3)];
        for (int i = 0; i < grey.length; i++) {
            rgb[3 * i] = grey[i];
            rgb[3 * i + 1] = grey[i];
            rgb[3 * i + 2] = grey[i];
        }
        return rgb;
    }

    /** Whether a raster's samples are unsigned bytes. */
    static boolean bytes(Raster raster) {
        return raster.getSampleModel().getDataType() == DataBuffer.TYPE_BYTE;
    }

    private static boolean inOrder(int[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != i) {
                return false;
            }
        }
        return true;
    }
}
