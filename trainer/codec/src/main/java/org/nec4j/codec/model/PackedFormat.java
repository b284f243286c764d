package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** Codes of fixed length in a codec file. */
final class PackedFormat implements LatentFormat {
    private static final String WIDTH = "packed.width";
    private static final String STEP = "packed.step";

    @Override
    public String model() {
        return PackedCoder.MODEL;
    }

    @Override
    public List<String> decodingTensors(Collection<String> names) {
        return List.of(WIDTH, STEP);
    }

    @Override
    public LatentCoder read(SafeTensors file) {
        int[] width = file.ints(WIDTH);
        float[] step = file.floats(STEP);
        if (width.length != 2 || step.length != 1) {
            throw new UserException("\"" + WIDTH + "\" must be two numbers, \"" + STEP + "\" one, not " + width.length
                    + " and " + step.length);
        }
        return new PackedCoder(width[0], width[1], step[0]);
    }

    /** As {@link CodecWriter#packed} takes it. */
    static CodecWriter write(int numbers, int bits, float step) {
        new PackedCoder(numbers, bits, step); // refuses what no codec could be read from
        return CodecWriter.of(PackedCoder.MODEL)
                .ints(WIDTH, new long[] {2}, new int[] {numbers, bits})
                .floats(STEP, new long[0], new float[] {step})
                .maxTokens(1);
    }
}
