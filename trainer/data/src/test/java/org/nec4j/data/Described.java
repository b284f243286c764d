package org.nec4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An image as the tables of expected values have it: name, width, height, bands, missing samples and a digest of the float32 samples. */
final class Described {
    private Described() {}

    static String of(String file, BandImage image) {
        ByteBuffer bytes =
                ByteBuffer.allocate(image.samples().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : image.samples()) {
            bytes.putInt(Float.floatToIntBits(value));
        }
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
            return "%s,%d,%d,%d,%d,%s"
                    .formatted(file, image.width(), image.height(), image.bands(), image.missing(), digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
