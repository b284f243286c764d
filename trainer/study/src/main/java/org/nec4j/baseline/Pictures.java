package org.nec4j.baseline;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ByteImage;

/** Between our images and those of the Java image writers and readers. */
final class Pictures {
    private Pictures() {}

    /** As a grey or blue-green-red picture of the JDK. */
    static BufferedImage picture(ByteImage image) {
        int channels = image.channels();
        if (channels != 1 && channels != 3) {
            throw new UserException("an image codec takes 1 or 3 channels and this image has " + channels
                    + "; leave the image codecs out for it");
        }
        BufferedImage picture = new BufferedImage(
                image.width(),
                image.height(),
                channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        byte[] data = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < data.length; i++) {
            data[i] = image.samples()[i / channels * channels + channels - 1 - i % channels];
        }
        return picture;
    }

    /** The samples that a reader finds in a stream. */
    static ByteImage read(byte[] stream, ImageReaderSpi format) {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream))) {
            ImageReader reader = format.createReaderInstance();
            try {
                reader.setInput(input);
                return image(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // the readers meet damaged streams with exceptions of any kind
            String reason = e instanceof IIOException && e.getMessage() != null
                    ? e.getMessage()
                    : e.getClass().getSimpleName();
            throw new UserException(
                    "these " + stream.length + " bytes are not a whole " + format.getFormatNames()[0] + " image ("
                            + reason + ")",
                    e);
        }
    }

    private static ByteImage image(BufferedImage picture) {
        int channels = picture.getRaster().getNumBands();
        int[] samples = picture.getRaster().getPixels(0, 0, picture.getWidth(), picture.getHeight(), (int[]) null);
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return new ByteImage(picture.getWidth(), picture.getHeight(), channels, bytes);
    }
}
