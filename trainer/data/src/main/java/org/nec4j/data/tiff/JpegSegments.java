package org.nec4j.data.tiff;

/** Decodes the JPEG streams inside a TIFF. */
@FunctionalInterface
public interface JpegSegments {
    /**
     * Decodes one stream.
     *
     * @param yCbCr whether three components are luma and chroma, to be changed to RGB
     * @return components interleaved, {@code width * height * components} bytes
     */
    byte[] decode(byte[] jpeg, int width, int height, int components, boolean yCbCr, String name);
}
