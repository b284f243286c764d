package org.nec4j.baseline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Uniformly quantized embeddings (UQE) with zstd after a bit shuffle, one byte a number as the paper stores them.
 *
 * @param bits  of a number, 1 to 8
 * @param batch 0: each image by itself, its minimum and maximum in its stream. Otherwise as the paper: minimum and maximum over
 *              a batch of so many images, which are compressed together and share the bytes evenly
 */
public record UniformQuantized(int bits, int batch) implements Baseline<float[]> {
    private static final int RANGE_BYTES = 8;

    public UniformQuantized {
        if (bits < 1 || bits > 8 || batch < 0) {
            throw new IllegalArgumentException("1 to 8 bits and no negative batch, not " + bits + " and " + batch);
        }
    }

    @Override
    public String system() {
        return batch == 0 ? "UQE + zstd" : "UQE + zstd (a batch, as the paper)";
    }

    @Override
    public String setting() {
        return bits + " bits";
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        int length = train.get(0).length;
        return batch == 0 ? new AnImage(bits, length) : items -> codeBatches(items, length);
    }

    private SetCoder.Coded<float[]> codeBatches(List<float[]> items, int length) {
        List<float[]> decoded = new ArrayList<>();
        double[] bytes = new double[items.size()];
        for (int from = 0; from < items.size(); from += batch) {
            List<float[]> group = items.subList(from, Math.min(items.size(), from + batch));
            MinMax range = MinMax.over(group, bits);
            ByteBuffer levels = ByteBuffer.allocate(group.size() * length);
            group.forEach(item -> levels.put(range.quantize(item)));
            byte[] stream = BloscZstd.compress(levels.array(), 1);

            ByteBuffer restored = ByteBuffer.wrap(BloscZstd.decompress(stream, levels.capacity()));
            for (int i = 0; i < group.size(); i++) {
                byte[] one = new byte[length];
                restored.get(one);
                decoded.add(range.restore(one));
                bytes[from + i] = (stream.length + RANGE_BYTES) / (double) group.size();
            }
        }
        return new SetCoder.Coded<>(List.copyOf(decoded), bytes);
    }

    private record AnImage(int bits, int length) implements Coder<float[]> {
        @Override
        public byte[] encode(float[] item) {
            MinMax range = MinMax.over(List.of(item), bits);
            byte[] levels = BloscZstd.compress(range.quantize(item), 1);
            return ByteBuffer.allocate(RANGE_BYTES + levels.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(range.low())
                    .putFloat(range.high())
                    .put(levels)
                    .array();
        }

        @Override
        public float[] decode(byte[] stream) {
            if (stream.length < RANGE_BYTES) {
                throw new UserException("a stream of " + stream.length + " bytes is too short to hold its range");
            }
            ByteBuffer buffer = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
            MinMax range = new MinMax(buffer.getFloat(), buffer.getFloat(), bits);
            byte[] levels = new byte[buffer.remaining()];
            buffer.get(levels);
            return range.restore(BloscZstd.decompress(levels, length));
        }
    }
}
