package org.nec4j.nn;

import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.MapKernels;

/**
 * 3 x 3 convolutions with zeros around maps [B, H * W, C], channels last: products of gathered neighbourhoods with weights
 * [out, 9 * in], a few images at a time so that neighbourhoods stay in the cache. DL4J's own convolution wants channels first.
 */
final class Convolving {
    /** Pixels whose neighbourhoods are gathered at once. */
    private static final int PIXELS = 2048;

    private final Supplier<LayerContext> context;
    private final LongToIntFunction rows;

    /** @param rows H of a map of so many pixels */
    Convolving(Supplier<LayerContext> context, LongToIntFunction rows) {
        this.context = context;
        this.rows = rows;
    }

    /** y = conv(x) + bias; x [B, H * W, in], y [B, H * W, out]. */
    void forward(INDArray x, INDArray weight, INDArray bias, INDArray y) {
        forEachPart(x, (from, to) -> context.get()
                .kernels()
                .linear()
                .forward(columns(part(x, from, to)), weight, bias, part(y, from, to)));
    }

    /** pre = conv(x) + bias, post = gelu(pre). */
    void forwardGelu(INDArray x, INDArray weight, INDArray bias, INDArray pre, INDArray post) {
        forEachPart(x, (from, to) -> context.get()
                .kernels()
                .linear()
                .forwardGelu(columns(part(x, from, to)), weight, bias, part(pre, from, to), part(post, from, to)));
    }

    /** The gradients of weight and bias from dy [B, H * W, out] and x. */
    void backwardWeights(INDArray dy, INDArray x, INDArray dweight, INDArray dbias) {
        forEachPart(x, (from, to) -> {
            INDArray columns = columns(part(x, from, to));
            if (from == 0) {
                context.get().kernels().linear().backwardWeights(part(dy, from, to), columns, dweight, dbias);
                return;
            }
            INDArray weightPart = context.get().scratch().get("convolving.dweight", dweight.shape());
            INDArray biasPart = context.get().scratch().get("convolving.dbias", dbias.shape());
            context.get().kernels().linear().backwardWeights(part(dy, from, to), columns, weightPart, biasPart);
            context.get().kernels().elements().add(weightPart, dweight);
            context.get().kernels().elements().add(biasPart, dbias);
        });
    }

    /** dx [B, H * W, in] from dy. */
    void backwardInput(INDArray dy, INDArray weight, INDArray dx) {
        forEachPart(dx, (from, to) -> {
            INDArray target = part(dx, from, to);
            INDArray dcolumns = unfilled(target);
            context.get().kernels().linear().backwardInput(part(dy, from, to), weight, dcolumns);
            context.get().kernels().maps().sumNeighbourhoods(dcolumns, rows.applyAsInt(target.size(1)), target);
        });
    }

    /** A bias of zeros for a convolution without one. */
    INDArray noBias(long out) {
        INDArray zeros = context.get().scratch().get("convolving.zeros", out);
        context.get().kernels().elements().fill(0, zeros);
        return zeros;
    }

    private interface Part {
        void of(long from, long to);
    }

    private static void forEachPart(INDArray maps, Part work) {
        long images = maps.size(0);
        long atOnce = Math.max(1, PIXELS / maps.size(1));
        for (long from = 0; from < images; from += atOnce) {
            work.of(from, Math.min(images, from + atOnce));
        }
    }

    private INDArray columns(INDArray x) {
        INDArray columns = unfilled(x);
        context.get().kernels().maps().neighbourhoods(x, rows.applyAsInt(x.size(1)), columns);
        return columns;
    }

    private INDArray unfilled(INDArray x) {
        return context.get()
                .scratch()
                .get("convolving.columns", x.size(0), x.size(1), MapKernels.TAPS * x.size(2)); // [b, H * W, 9 * C]
    }

    private static INDArray part(INDArray maps, long from, long to) {
        return from == 0 && to == maps.size(0)
                ? maps
                : maps.get(NDArrayIndex.interval(from, to), NDArrayIndex.all(), NDArrayIndex.all());
    }
}
