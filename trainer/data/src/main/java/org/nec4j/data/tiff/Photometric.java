package org.nec4j.data.tiff;

/** How samples are meant as colours. */
public enum Photometric {
    /** One band; the least value is white. */
    WHITE_IS_ZERO,
    /** One band; the least value is black. */
    BLACK_IS_ZERO,
    /** Red, green, blue. */
    RGB,
    /** One band of indices into a table of colours. */
    PALETTE,
    /** A mask of transparency. */
    MASK,
    /** Cyan, magenta, yellow, black. */
    CMYK,
    /** Luma and chroma; what is stored as JPEG comes as RGB. */
    YCBCR,
    /** Anything else. */
    OTHER;

    static Photometric of(long code) {
        return code >= 0 && code < OTHER.ordinal() ? values()[(int) code] : OTHER;
    }
}
