package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.PoolKernels;

/** Attention of fixed queries over tokens, one image after another: two small products and a softmax each. */
final class VectorPool implements PoolKernels {
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
        RowParts split() {
            return RowParts.ofItems(images, 2L * tokens * queries * width);
        }
    }

    VectorPool(Team team) {
        this.team = team;
    }

    @Override
    public void forward(INDArray x, INDArray u, INDArray probs, INDArray out) {
        Sizes s = new Sizes(Floats.size(x, 0), Floats.size(x, 1), Floats.size(u, 0), Floats.size(x, 2));
        forward(
                s,
                Floats.of("x", x, (long) s.images() * s.tokens(), s.width()),
                Floats.of("u", u, s.queries(), s.width()),
                Floats.of("probs", probs, (long) s.images() * s.queries(), s.tokens()),
                Floats.of("out", out, (long) s.images() * s.queries(), s.width()));
    }

    @Override
    public void backward(INDArray dout, INDArray x, INDArray probs, INDArray dscores) {
        Sizes s = new Sizes(Floats.size(x, 0), Floats.size(x, 1), Floats.size(probs, 1), Floats.size(x, 2));
        backward(
                s,
                Floats.of("dout", dout, (long) s.images() * s.queries(), s.width()),
                Floats.of("x", x, (long) s.images() * s.tokens(), s.width()),
                Floats.of("probs", probs, (long) s.images() * s.queries(), s.tokens()),
                Floats.of("dscores", dscores, (long) s.images() * s.tokens(), s.queries()));
    }

    @Override
    public void backwardValues(INDArray dout, INDArray probs, INDArray dx) {
        Sizes s = new Sizes(Floats.size(dx, 0), Floats.size(dx, 1), Floats.size(probs, 1), Floats.size(dx, 2));
        backwardValues(
                s,
                Floats.of("dout", dout, (long) s.images() * s.queries(), s.width()),
                Floats.of("probs", probs, (long) s.images() * s.queries(), s.tokens()),
                Floats.of("dx", dx, (long) s.images() * s.tokens(), s.width()));
    }

    @Override
    public void spread(INDArray x, double factor, INDArray out) {
        HeadBlocks.spread(x, factor, out);
    }

    @Override
    public void diagonal(INDArray x, double factor, INDArray out) {
        HeadBlocks.diagonal(x, factor, out);
    }

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
        RowParts images = sizes.split();
        team.run(images.parts(), part -> {
            Lane lane = Lane.current();
            for (int i = images.first(part); i < images.first(part) + images.count(part); i++) {
                work.run(lane, i);
            }
        });
    }
}
