package org.nec4j.data;

import org.nec4j.codec.error.UserException;

/**
 * What a JPEG file says of itself before its data: size, components and how their colours are meant.
 *
 * @param width in pixels
 * @param height in pixels
 * @param components 1: grey, 3: colour
 * @param yCbCr whether three components are luma and chroma, by libjpeg's rules
 */
record JpegHeader(int width, int height, int components, boolean yCbCr) {
    private static final int SOF0 = 0xC0;
    private static final int SOF1 = 0xC1;
    private static final int SOF2 = 0xC2;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int TEM = 0x01;

    /** Each scan goes over the whole image, however few bytes it has; encoders write a dozen. */
    private static final int MOST_SCANS = 100;

    /** Pixels of a block, of which each takes a bit at least. */
    private static final int BLOCK = 64;

    /**
     * Reads all markers up to the end mark: libjpeg makes do with fewer scans of a progressive image than there should be.
     *
     * @throws UserException if the file is damaged or of a kind that is not supported (12 bits, lossless, arithmetic coding, CMYK)
     */
    static JpegHeader read(byte[] bytes, String name) {
        boolean jfif = false;
        int adobe = -1;
        int frame = -1;
        int scans = 0;
        int at = 2;
        while (true) {
            at = nextMarker(bytes, at);
            if (at >= bytes.length) {
                throw truncated(bytes, name);
            }
            int marker = bytes[at++] & 0xFF;
            if (marker == EOI) {
                break;
            }
            int length = at + 2 > bytes.length ? 0 : word(bytes, at);
            if (length < 2 || at + length > bytes.length) {
                throw truncated(bytes, name);
            }
            if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
                frame = at;
                refuseUnsupported(bytes, marker, at, length, name);
            } else if (marker == SOS && ++scans > MOST_SCANS) {
                throw new UserException(name + ": a JPEG file of more than " + MOST_SCANS
                        + " scans, which no encoder writes; save the image again");
            } else if (marker == APP0 && length >= 7 && tag(bytes, at + 2, "JFIF")) {
                jfif = true;
            } else if (marker == APP14 && length >= 14 && tag(bytes, at + 2, "Adobe")) {
                adobe = bytes[at + 13] & 0xFF;
            }
            at += length;
        }
        if (frame < 0) {
            throw new UserException(
                    name + ": a JPEG file whose first scan comes before its frame header; save the image again");
        }
        int components = bytes[frame + 7];
        long blocks = (long) word(bytes, frame + 5) * word(bytes, frame + 3) / BLOCK;
        if (blocks > (long) bytes.length * Byte.SIZE) {
            throw new UserException(name + ": a damaged JPEG file, its " + bytes.length + " bytes cannot hold "
                    + word(bytes, frame + 5) + "x" + word(bytes, frame + 3)
                    + " pixels; fetch or save the image again");
        }
        return new JpegHeader(
                word(bytes, frame + 5),
                word(bytes, frame + 3),
                components,
                components == 3 && yCbCr(bytes, frame, jfif, adobe));
    }

    /** Place of the next marker's code: passes over coded data, in which 0xFF is followed by 0 or a restart mark, and fill bytes. */
    private static int nextMarker(byte[] bytes, int from) {
        int at = from;
        while (at + 1 < bytes.length) {
            int code = bytes[at + 1] & 0xFF;
            if ((bytes[at] & 0xFF) == 0xFF && code > TEM && code != 0xFF && (code < RST0 || code > SOI)) {
                return at + 1;
            }
            at++;
        }
        return bytes.length;
    }

    private static void refuseUnsupported(byte[] bytes, int marker, int at, int length, String name) {
        if (marker != SOF0 && marker != SOF1 && marker != SOF2) {
            throw new UserException(name + ": a lossless, hierarchical or arithmetic-coded JPEG (frame type "
                    + (marker - SOF0) + "), expected baseline or progressive; save the image again");
        }
        int components = length >= 8 ? bytes[at + 7] & 0xFF : 0;
        if (length < 8 + 3 * components) {
            throw new UserException(name + ": damaged JPEG frame header at byte " + at + "; save the image again");
        }
        if (bytes[at + 2] != 8) {
            throw new UserException(name + ": a JPEG of " + bytes[at + 2] + " bits a sample, expected 8");
        }
        if (components == 4) {
            throw new UserException(name + ": a CMYK image, expected RGB or grey; convert it to RGB");
        }
        if (components != 1 && components != 3) {
            throw new UserException(
                    name + ": a JPEG of " + components + " components, expected 1 (grey) or 3 (colour)");
        }
        if (word(bytes, at + 3) == 0 || word(bytes, at + 5) == 0) {
            throw new UserException(name + ": a JPEG of " + word(bytes, at + 5) + "x" + word(bytes, at + 3)
                    + " pixels, expected at least one; save the image again");
        }
    }

    /** JFIF means YCbCr; Adobe's marker says; otherwise components called R, G, B are that and everything else is YCbCr. */
    private static boolean yCbCr(byte[] bytes, int frame, boolean jfif, int adobe) {
        if (jfif) {
            return true;
        }
        if (adobe >= 0) {
            return adobe != 0;
        }
        return !(bytes[frame + 8] == 'R' && bytes[frame + 11] == 'G' && bytes[frame + 14] == 'B');
    }

    private static boolean tag(byte[] bytes, int at, String tag) {
        for (int i = 0; i < tag.length(); i++) {
            if (bytes[at + i] != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static UserException truncated(byte[] bytes, String name) {
        return new UserException(name + ": a truncated JPEG file, it ends at byte " + bytes.length
                + " without an end mark; fetch or save the image again");
    }
}
