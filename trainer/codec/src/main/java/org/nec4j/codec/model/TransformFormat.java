package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;

/** A transform codec in a codec file. */
final class TransformFormat implements LatentFormat {
    private static final String PREFIX = "transform.";
    private static final String MEAN = PREFIX + "mean";
    private static final String AXES = PREFIX + "axes";
    private static final String PLANE = PREFIX + "plane";
    private static final String STEP = PREFIX + "step";
    private static final String ROUNDING = PREFIX + "rounding";
    private static final String ROWS = PREFIX + "rows";
    private static final String CENTRES = PREFIX + "centres";

    @Override
    public String model() {
        return TransformCoder.MODEL;
    }

    @Override
    public List<String> decodingTensors(Collection<String> names) {
        return Stream.concat(
                        Stream.of(MEAN, AXES, PLANE, STEP, ROUNDING, ROWS, CENTRES),
                        StoredTables.names(PREFIX).stream())
                .toList();
    }

    @Override
    public LatentCoder read(SafeTensors file) {
        TokenTransform transform = new TokenTransform(file.floats(MEAN), file.floats(AXES), file.floats(PLANE));
        return new TransformCoder(
                transform,
                single(file, STEP),
                single(file, ROUNDING),
                file.ints(ROWS),
                file.floats(CENTRES),
                StoredTables.read(file, PREFIX));
    }

    /** As {@link CodecWriter#transform} takes it. */
    static CodecWriter write(
            float[] mean,
            float[] axes,
            float[] plane,
            float step,
            float rounding,
            int[] rows,
            float[] centres,
            CdfTables tables) {
        TokenTransform transform = new TokenTransform(mean, axes, plane);
        // Refuses what no codec could be read from.
        new TransformCoder(transform, step, rounding, rows, centres, tables);
        long side = (long) Math.sqrt(plane.length);
        return CodecWriter.of(TransformCoder.MODEL)
                .tables(PREFIX, tables)
                .floats(MEAN, new long[] {mean.length}, mean.clone())
                .floats(AXES, new long[] {transform.components(), mean.length}, axes.clone())
                .floats(PLANE, new long[] {side, side}, plane.clone())
                .floats(STEP, new long[0], new float[] {step})
                .floats(ROUNDING, new long[0], new float[] {rounding})
                .ints(ROWS, new long[] {transform.components(), transform.tokens()}, rows.clone())
                .floats(CENTRES, new long[] {tables.rows(), centres.length / tables.rows()}, centres.clone())
                .maxTokens(transform.tokens());
    }

    private static float single(SafeTensors file, String name) {
        float[] numbers = file.floats(name);
        if (numbers.length != 1) {
            throw new UserException("\"" + name + "\" must be one number, not " + numbers.length);
        }
        return numbers[0];
    }
}
