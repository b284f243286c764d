package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** A sensing codec in a codec file: the quantizer that decoding needs, and beside it the matrix that measures. */
public final class SensingFormat implements LatentFormat {
    private static final String PREFIX = "measurements.";
    private static final String BLOCKS = PREFIX + "blocks";
    private static final String CENTRES = PREFIX + "centres";
    private static final String STEPS = PREFIX + "steps";
    private static final String STARTS = PREFIX + "matrix.starts";
    private static final String ROWS = PREFIX + "matrix.rows";
    private static final String VALUES = PREFIX + "matrix.values";
    private static final String STANDARD = PREFIX + "standard";

    SensingFormat() {}

    @Override
    public String model() {
        return SensingCoder.MODEL;
    }

    @Override
    public List<String> decodingTensors(Collection<String> names) {
        return List.of(BLOCKS, CENTRES, STEPS);
    }

    @Override
    public LatentCoder read(SafeTensors file) {
        return coder(file);
    }

    private static SensingCoder coder(SafeTensors file) {
        CheckedTensors tensors = new CheckedTensors(file);
        int[] blocks = tensors.ints(BLOCKS, 1, LatentCoder.MAX_TOKENS, 2);
        int m = tensors.size(CENTRES, 1, 0);
        return new SensingCoder(
                new EightBits(tensors.vector(CENTRES, m), tensors.vector(STEPS, m)), blocks[0], blocks[1]);
    }

    /**
     * What measures images, in grey from 0 to 1.
     *
     * @param coder  what becomes of measurements
     * @param matrix [m, n], n the pixels of a square block
     * @param mean   subtracted from every pixel
     * @param scale  what that is multiplied by
     */
    public record Measuring(SensingCoder coder, SparseMatrix matrix, float mean, float scale) {
        /** Refuses parts that do not fit one another. */
        public Measuring {
            int side = (int) Math.round(Math.sqrt(matrix.width()));
            if (matrix.height() != coder.dim() || side * side != matrix.width()) {
                throw new UserException("a matrix of " + matrix.height() + " x " + matrix.width()
                        + " numbers does not measure square blocks " + coder.dim() + " times");
            }
            if (!Float.isFinite(mean) || !(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
                throw new UserException("grey with the mean " + mean + " times " + scale + " standardizes nothing");
            }
        }

        /** Pixels along a block. */
        public int side() {
            return (int) Math.round(Math.sqrt(matrix.width()));
        }
    }

    /** What measures, of a codec file; throws UserException where the file has none. */
    public static Measuring measuring(SafeTensors file) {
        if (!file.contains(STARTS)) {
            throw new UserException(file.source() + ": holds no sensing matrix, so it decodes and measures nothing;"
                    + " name a codec that nec4j export made of a run of compressed learning");
        }
        try {
            CheckedTensors tensors = new CheckedTensors(file);
            SensingCoder coder = coder(file);
            int columns = tensors.size(STARTS, 1, 0);
            int numbers = tensors.size(VALUES, 1, 0);
            float[] standard = tensors.vector(STANDARD, 2);
            return new Measuring(
                    coder,
                    new SparseMatrix(
                            coder.dim(),
                            tensors.ints(STARTS, 0, numbers, columns),
                            tensors.ints(ROWS, 0, coder.dim() - 1, numbers),
                            tensors.vector(VALUES, numbers)),
                    standard[0],
                    standard[1]);
        } catch (UserException e) {
            throw e.getMessage().startsWith(file.source())
                    ? e
                    : new UserException(file.source() + ": " + e.getMessage(), e);
        }
    }

    /** As {@link CodecWriter#sensing} takes it. */
    static CodecWriter write(EightBits bits, int down, int across, SparseMatrix matrix, float mean, float scale) {
        Measuring all = new Measuring(new SensingCoder(bits, down, across), matrix, mean, scale);
        long m = all.coder().dim();
        return CodecWriter.of(SensingCoder.MODEL)
                .ints(BLOCKS, new long[] {2}, new int[] {down, across})
                .floats(CENTRES, new long[] {m}, bits.centres().clone())
                .floats(STEPS, new long[] {m}, bits.steps().clone())
                .ints(
                        STARTS,
                        new long[] {matrix.starts().length},
                        matrix.starts().clone())
                .ints(ROWS, new long[] {matrix.rows().length}, matrix.rows().clone())
                .floats(
                        VALUES,
                        new long[] {matrix.values().length},
                        matrix.values().clone())
                .floats(STANDARD, new long[] {2}, new float[] {mean, scale})
                .maxTokens(down * across);
    }
}
