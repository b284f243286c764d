package org.nec4j.kernel;

import java.nio.FloatBuffer;

/** Attention of fixed queries over tokens, one image after another: two small products and a softmax each. */
final class VectorPool {
    private final Team team;

    /**
     * The sizes of one pooling.
     *
     * @param images  B
     * @param tokens  T
     * @param queries H
     * @param width   D
     */
    record Sizes(int images, int tokens, int queries, int width) {
        Split split() {
            return Split.ofItems(images, 2L * tokens * queries * width);
        }
    }

    VectorPool(Team team) {
        this.team = team;
    }

    /** As {@link Kernels#pool}. */
    void forward(Sizes s, Floats x, Floats u, Floats probs, Floats out) {
        int h = s.queries;
        int t = s.tokens;
        int d = s.width;
        forEachImage(s, (lane, image) -> {
            long tokens = x.at((long) image * t * d);
            long scores = probs.at((long) image * h * t);
            Gemm.abt(lane, h, t, d, u.address, d, tokens, d, 0, scores, t);
            float[] rows = lane.read(0, probs, image * h * t, h * t);
            VectorRows.softmax(rows, h, t, 1, lane.fold);
            probs.buffer.put(image * h * t, rows, 0, h * t);
            Gemm.ab(lane, h, d, t, scores, t, tokens, d, out.at((long) image * h * d), d);
        });
    }

    /** As {@link Kernels#poolBackward}. */
    void backward(Sizes s, Floats dout, Floats x, Floats probs, Floats dscores) {
        int h = s.queries;
        int t = s.tokens;
        int d = s.width;
        forEachImage(s, (lane, image) -> {
            long dprobs = lane.scratch(h * t);
            Gemm.abt(lane, h, t, d, dout.at((long) image * h * d), d, x.at((long) image * t * d), d, 0, dprobs, t);
            float[] p = lane.read(0, probs, image * h * t, h * t);
            float[] ds = lane.row(1, h * t);
            FloatBuffer from = lane.scratchBuffer();
            from.get(0, ds, 0, h * t);
            for (int i = 0; i < h; i++) {
                VectorRows.softmaxBackward(p, ds, i * t, t, 1, lane.fold);
            }
            float[] transposed = lane.row(2, h * t); // [T, H]
            for (int i = 0; i < h; i++) {
                for (int j = 0; j < t; j++) {
                    transposed[j * h + i] = ds[i * t + j];
                }
            }
            dscores.buffer.put(image * h * t, transposed, 0, h * t);
        });
    }

    /** As {@link Kernels#poolBackwardValues}. */
    void backwardValues(Sizes s, Floats dout, Floats probs, Floats dx) {
        int h = s.queries;
        int t = s.tokens;
        int d = s.width;
        forEachImage(
                s,
                (lane, image) -> Gemm.atb(
                        lane,
                        t,
                        d,
                        h,
                        probs.at((long) image * h * t),
                        t,
                        dout.at((long) image * h * d),
                        d,
                        dx.at((long) image * t * d),
                        d));
    }

    private interface Image {
        void run(Lane lane, int image);
    }

    private void forEachImage(Sizes sizes, Image work) {
        Split images = sizes.split();
        team.run(images.parts(), part -> {
            Lane lane = Lane.current();
            for (int i = images.first(part); i < images.first(part) + images.count(part); i++) {
                work.run(lane, i);
            }
        });
    }
}
