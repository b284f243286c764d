package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.AttentionKernels;

/** Self-attention, one image and head after another on strided views of queries, keys and values: nothing is permuted. */
final class VectorAttention implements AttentionKernels {
    private final Team team;

    /**
     * The sizes of one attention.
     *
     * @param images B
     * @param tokens T
     * @param heads  H
     * @param size   d, so that D = H * d
     */
    record Sizes(int images, int tokens, int heads, int size) {
        int items() {
            return images * heads;
        }

        int width() {
            return heads * size;
        }

        float scale() {
            return (float) (1 / Math.sqrt(size));
        }

        /** Where the queries of an item begin in [B, T, 3 D]; keys lie D further on, values 2 D. */
        long query(int item) {
            return (long) (item / heads) * tokens * 3 * width() + (long) (item % heads) * size;
        }

        /** Where an item begins in [B, T, D]. */
        long output(int item) {
            return (long) (item / heads) * tokens * width() + (long) (item % heads) * size;
        }

        RowParts split() {
            return RowParts.ofItems(items(), 2L * tokens * tokens * size);
        }
    }

    VectorAttention(Team team) {
        this.team = team;
    }

    @Override
    public void forward(INDArray qkv, int heads, INDArray out, INDArray probs) {
        Sizes s = sizes(qkv, heads);
        forward(s, qkv(s, "qkv", qkv), output(s, "out", out), probs(s, probs));
    }

    @Override
    public void forward(INDArray qkv, int heads, INDArray out) {
        Sizes s = sizes(qkv, heads);
        forward(s, qkv(s, "qkv", qkv), output(s, "out", out));
    }

    @Override
    public void backward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv) {
        Sizes s = sizes(qkv, heads);
        backward(s, output(s, "dout", dout), qkv(s, "qkv", qkv), probs(s, probs), qkv(s, "dqkv", dqkv));
    }

    private static Sizes sizes(INDArray qkv, int heads) {
        long width = qkv.rank() == 3 ? qkv.size(2) / 3 : 0;
        if (qkv.rank() != 3 || qkv.size(2) != 3 * width || width % heads != 0) {
            throw new IllegalArgumentException("qkv must be [B, T, 3 * D] with D divisible by " + heads + " heads, not "
                    + Arrays.toString(qkv.shape()));
        }
        return new Sizes(Floats.size(qkv, 0), Floats.size(qkv, 1), heads, (int) (width / heads));
    }

    private static Floats qkv(Sizes s, String name, INDArray a) {
        return Floats.of(name, a, (long) s.images() * s.tokens(), 3L * s.width());
    }

    private static Floats output(Sizes s, String name, INDArray a) {
        return Floats.of(name, a, (long) s.images() * s.tokens(), s.width());
    }

    private static Floats probs(Sizes s, INDArray a) {
        return Floats.of("probs", a, (long) s.items() * s.tokens(), s.tokens());
    }

    /** Weights kept in probs [B, H, T, T]. */
    void forward(Sizes s, Floats qkv, Floats out, Floats probs) {
        int square = s.tokens * s.tokens;
        forEachItem(s, (lane, item) -> {
            attend(lane, s, item, qkv, out, probs.at((long) item * square), probs.buffer, item * square);
        });
    }

    /** Without a backward pass: weights live in the thread's scratch memory. */
    void forward(Sizes s, Floats qkv, Floats out) {
        int square = s.tokens * s.tokens;
        forEachItem(s, (lane, item) -> {
            long scores = lane.scratch(square);
            attend(lane, s, item, qkv, out, scores, lane.scratchBuffer(), 0);
        });
    }

    void backward(Sizes s, Floats dout, Floats qkv, Floats probs, Floats dqkv) {
        int t = s.tokens;
        int d = s.size;
        int w = s.width();
        int square = t * t;
        forEachItem(s, (lane, item) -> {
            long q = qkv.at(s.query(item));
            long k = qkv.at(s.query(item) + w);
            long v = qkv.at(s.query(item) + 2L * w);
            long dq = dqkv.at(s.query(item));
            long dO = dout.at(s.output(item));
            long p = probs.at((long) item * square);
            long ds = lane.scratch(square);
            Gemm.abt(lane, t, t, d, dO, w, v, 3 * w, 0, ds, t);
            softmaxBackward(lane, t, s.scale(), probs.buffer, item * square, lane.scratchBuffer());
            Gemm.ab(lane, t, d, t, ds, t, k, 3 * w, dq, 3 * w);
            Gemm.atb(lane, t, d, t, ds, t, q, 3 * w, dq + (long) w * Float.BYTES, 3 * w);
            Gemm.atb(lane, t, d, t, p, t, dO, w, dq + 2L * w * Float.BYTES, 3 * w);
        });
    }

    private interface Item {
        void run(Lane lane, int item);
    }

    private void forEachItem(Sizes sizes, Item work) {
        RowParts items = sizes.split();
        team.run(items.parts(), part -> {
            Lane lane = Lane.current();
            for (int item = items.first(part); item < items.first(part) + items.count(part); item++) {
                work.run(lane, item);
            }
        });
    }

    private static void attend(
            Lane lane, Sizes s, int item, Floats qkv, Floats out, long scores, FloatBuffer scoreBuffer, int at) {
        int t = s.tokens;
        int w = s.width();
        long q = qkv.at(s.query(item));
        long k = qkv.at(s.query(item) + w);
        long v = qkv.at(s.query(item) + 2L * w);
        Gemm.abt(lane, t, t, s.size, q, 3 * w, k, 3 * w, 0, scores, t);
        int block = RowParts.block(t);
        float[] rows = lane.row(0, block * t);
        for (int i = 0; i < t; i += block) {
            int count = Math.min(block, t - i);
            scoreBuffer.get(at + i * t, rows, 0, count * t);
            VectorRows.softmax(rows, count, t, s.scale(), lane.fold);
            scoreBuffer.put(at + i * t, rows, 0, count * t);
        }
        Gemm.ab(lane, t, s.size, t, scores, t, v, 3 * w, out.at(s.output(item)), w);
    }

    private static void softmaxBackward(Lane lane, int t, float scale, FloatBuffer probs, int at, FloatBuffer ds) {
        int block = RowParts.block(t);
        float[] p = lane.row(0, block * t);
        float[] d = lane.row(1, block * t);
        for (int i = 0; i < t; i += block) {
            int count = Math.min(block, t - i);
            probs.get(at + i * t, p, 0, count * t);
            ds.get(i * t, d, 0, count * t);
            for (int j = 0; j < count; j++) {
                VectorRows.softmaxBackward(p, d, j * t, t, scale, lane.fold);
            }
            ds.put(i * t, d, 0, count * t);
        }
    }
}
