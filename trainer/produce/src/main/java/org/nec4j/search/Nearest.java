package org.nec4j.search;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The vectors of a file that are nearest to one, by their cosine; of two that are as near the one that was archived first. */
final class Nearest {
    private static final int BLOCK_BYTES = 1 << 16;

    private final VectorFile file;
    private final float[] query; // as products with what the file keeps need it
    private final float offset;
    private final IntPredicate taken;
    private final int[] numbers;
    private final double[] cosines;
    private int held;

    /**
     * One of them.
     *
     * @param number of the vector
     * @param cosine -1 to 1
     */
    record Neighbour(int number, double cosine) {}

    private Nearest(VectorFile file, float[] query, int count, IntPredicate taken) {
        this.file = file;
        this.query = file.isBytes() ? file.steps().weighted(query) : query;
        this.offset = file.isBytes() ? file.steps().offset(query) : 0;
        this.taken = taken;
        this.numbers = new int[count];
        this.cosines = new double[count];
    }

    /**
     * Looks at all vectors.
     *
     * @param query [dim], of any length but 0
     * @param count most neighbours
     * @param taken which vectors may be neighbours; asked only of those that are near enough
     */
    static List<Neighbour> of(VectorFile file, float[] query, int count, IntPredicate taken) {
        Nearest nearest = new Nearest(file, unit(query), count, taken);
        for (int first = 0; first < file.size(); first += file.mapped(first)) {
            nearest.look(first, file.mapped(first), file.vectors(first));
        }
        List<Neighbour> neighbours = new ArrayList<>();
        for (int i = 0; i < nearest.held; i++) {
            neighbours.add(new Neighbour(nearest.numbers[i], nearest.cosines[i]));
        }
        return neighbours;
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = (float) (vector[d] / Math.sqrt(Math.max(squares, Double.MIN_NORMAL)));
        }
        return unit;
    }

    /** Vectors are copied out of the mapping block by block: arrays are what HotSpot computes with fastest. */
    private void look(int first, int count, ByteBuffer vectors) {
        int dim = file.dim();
        int rowBytes = dim * (file.isBytes() ? 1 : Float.BYTES);
        int rows = Math.max(1, BLOCK_BYTES / rowBytes);
        byte[] bytes = new byte[rows * rowBytes];
        float[] floats = new float[file.isBytes() ? 0 : rows * dim];
        for (int from = 0; from < count; from += rows) {
            int here = Math.min(rows, count - from);
            vectors.get(bytes, 0, here * rowBytes);
            if (!file.isBytes()) {
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(floats, 0, here * dim);
            }
            for (int row = 0; row < here; row++) {
                float product = file.isBytes() ? offset + product(bytes, row * dim) : product(floats, row * dim);
                consider(first + from + row, product);
            }
        }
    }

    private float product(byte[] rows, int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < query.length; i += 4) {
            a += query[i] * rows[at + i];
            b += query[i + 1] * rows[at + i + 1];
            c += query[i + 2] * rows[at + i + 2];
            d += query[i + 3] * rows[at + i + 3];
        }
        for (; i < query.length; i++) {
            a += query[i] * rows[at + i];
        }
        return a + b + (c + d);
    }

    private float product(float[] rows, int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < query.length; i += 4) {
            a += query[i] * rows[at + i];
            b += query[i + 1] * rows[at + i + 1];
            c += query[i + 2] * rows[at + i + 2];
            d += query[i + 3] * rows[at + i + 3];
        }
        for (; i < query.length; i++) {
            a += query[i] * rows[at + i];
        }
        return a + b + (c + d);
    }

    private void consider(int number, float product) {
        double cosine = (double) product * file.scale(number);
        if (held == numbers.length && cosine <= cosines[held - 1] || !taken.test(number)) {
            return;
        }
        int at = held < numbers.length ? held++ : held - 1;
        while (at > 0 && cosines[at - 1] < cosine) {
            cosines[at] = cosines[at - 1];
            numbers[at] = numbers[at - 1];
            at--;
        }
        cosines[at] = cosine;
        numbers[at] = number;
    }
}
