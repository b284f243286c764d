package org.nec4j.codec;

import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecContent;
import org.nec4j.codec.model.SensingCoder;
import org.nec4j.codec.model.SensingFormat;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * The sender's side of a sensing codec: a grey image becomes measurements, one product of a sparse matrix with each of its blocks, and these become
 * the bytes of a {@code .nemb} file. The same bits on every machine. Immutable; several threads may use one sensor at once.
 *
 * <pre>{@code
 * Sensor sensor = Sensor.open(Path.of("sensing.nec"));
 * byte[] stream = sensor.encode(grey);                       // [height * width], 0 to 1
 * }</pre>
 */
public final class Sensor {
    private final Codec codec;
    private final SensingFormat.Measuring measuring;

    private Sensor(Codec codec, SensingFormat.Measuring measuring) {
        this.codec = codec;
        this.measuring = measuring;
    }

    /**
     * Opens a codec file with its sensing matrix; throws {@link org.nec4j.codec.error.FormatException} if the file is no codec or damaged, {@link
     * UserException} if it is one that does not sense.
     */
    public static Sensor open(Path file) {
        Codec codec = Codec.open(file);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            return of(codec, tensors);
        }
    }

    /** As {@link #open}, for a codec file's content in memory; {@code source} names it in errors. */
    public static Sensor of(byte[] content, String source) {
        Codec codec = Codec.of(content, source);
        try (SafeTensors tensors = SafeTensors.of(content, source)) {
            return of(codec, tensors);
        }
    }

    private static Sensor of(Codec codec, SafeTensors file) {
        if (!codec.model().equals(SensingCoder.MODEL)) {
            throw new UserException(file.source() + ": is a codec of model " + codec.model()
                    + ", which senses nothing; name one that nec4j export made of a run of compressed learning");
        }
        CodecContent.requireSame(codec.contentDigest(), file);
        return new Sensor(codec, SensingFormat.measuring(file));
    }

    /** What decodes what this writes. */
    public Codec codec() {
        return codec;
    }

    /** Rows of an image. */
    public int height() {
        return measuring.coder().down() * measuring.side();
    }

    /** Pixels of a row. */
    public int width() {
        return measuring.coder().across() * measuring.side();
    }

    /**
     * The measurements of an image, a token a block, from the top left, row after row.
     *
     * @param grey [height * width], from 0 to 1
     */
    public Embedding measure(float[] grey) {
        if (grey.length != (long) height() * width()) {
            throw new UserException(grey.length + " numbers are no image of " + height() + " x " + width()
                    + " pixels, which this codec senses");
        }
        int m = codec.dim();
        int side = measuring.side();
        int across = measuring.coder().across();
        int blocks = measuring.coder().down() * across;
        float[] y = new float[blocks * m];
        float[] block = new float[side * side];
        for (int b = 0; b < blocks; b++) {
            int from = (b / across * width() + b % across) * side;
            for (int i = 0; i < block.length; i++) {
                block[i] = (grey[from + i / side * width() + i % side] - measuring.mean()) * measuring.scale();
            }
            measuring.matrix().addProduct(block, y, b * m);
        }
        return new Embedding(blocks, m, y);
    }

    /** The bytes of an image's {@code .nemb} file; {@code grey} as {@link #measure} takes it. */
    public byte[] encode(float[] grey) {
        return codec.encode(measure(grey));
    }
}
