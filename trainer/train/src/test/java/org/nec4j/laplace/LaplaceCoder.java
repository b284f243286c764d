package org.nec4j.laplace;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodedSymbols;
import org.nec4j.codec.model.LatentCoder;
import org.nec4j.codec.model.LatentFormat;
import org.nec4j.codec.model.StoredTables;
import org.nec4j.codec.tensor.SafeTensors;

/** The coder of {@link LaplaceModel}, for docs/extending.md: what a reader of its codecs needs, on the JDK alone. */
public record LaplaceCoder(float[] means, CdfTables tables) implements LatentCoder {
    static final String MODEL = "laplace";
    static final String PREFIX = "laplace.";

    /** Any number up to 15 that the model's own streams are told apart by. */
    private static final int KIND = 15;

    /** Refuses what makes no coder. */
    public LaplaceCoder {
        if (means.length != tables.rows()) {
            throw new UserException(means.length + " means need as many probability tables, not " + tables.rows());
        }
        for (float mean : means) {
            if (!Float.isFinite(mean)) {
                throw new UserException("a mean is " + mean);
            }
        }
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dim() {
        return means.length;
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public byte[] encode(float[] y, int tokens) {
        return RansEncoder.encodeByRow(symbols(y, tokens), tokens, tables);
    }

    @Override
    public byte[] payload(List<byte[]> streams) {
        return LatentCoder.single(streams);
    }

    @Override
    public CodedSymbols costs(float[] y, int tokens) {
        int[] symbols = symbols(y, tokens);
        double[] bits = new double[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            bits[i] = tables.bits(i / tokens, symbols[i]);
        }
        return new CodedSymbols(symbols, bits, new double[tokens]);
    }

    @Override
    public float[] decode(byte[] payload, int kind, int tokens) {
        if (kind != KIND) {
            throw new FormatException("a stream of kind " + kind + " does not belong to a Laplace codec", 0);
        }
        int[] symbols = RansDecoder.decodeByRow(payload, tokens, tables); // [dim, tokens]
        float[] y = new float[symbols.length]; // [tokens, dim]
        for (int i = 0; i < symbols.length; i++) {
            y[i % tokens * dim() + i / tokens] = symbols[i] + means[i / tokens];
        }
        return y;
    }

    /** round(y - mean), [dim, tokens]. */
    private int[] symbols(float[] y, int tokens) {
        int[] symbols = new int[y.length];
        for (int i = 0; i < y.length; i++) {
            double rounded = Math.rint(y[i] - means[i % dim()]);
            if (!(Math.abs(rounded) < 0x1p31)) {
                throw new UserException("the value " + y[i] + " at token " + i / dim() + ", component " + i % dim()
                        + " cannot be coded");
            }
            symbols[i % dim() * tokens + i / dim()] = (int) rounded;
        }
        return symbols;
    }

    /** How it lies in a codec file. */
    public static final class Format implements LatentFormat {
        private static final String MEAN = PREFIX + "mean";

        @Override
        public String model() {
            return MODEL;
        }

        @Override
        public List<String> decodingTensors(Collection<String> names) {
            return Stream.concat(Stream.of(MEAN), StoredTables.names(PREFIX).stream())
                    .toList();
        }

        @Override
        public LatentCoder read(SafeTensors file) {
            return new LaplaceCoder(file.floats(MEAN), StoredTables.read(file, PREFIX));
        }
    }
}
