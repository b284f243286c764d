package org.nec4j.grid;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.Window;
import org.nec4j.nn.LayerContext;

/**
 * One convolution, or transposed one, of maps [B, H, W, C]: products with gathered windows, a few images at a time so that these stay small.
 *
 * <p>A convolution's weight is [out, k * k * in] and takes a map to one of a window's squares. A transposed one's is [in, k * k * out] and goes the
 * other way, to a map stride times as large: it is the gradient of a convolution with respect to its input.
 */
final class GridProduct {
    /** Squares that are gathered at once. */
    private static final int SQUARES = 2048;

    private final Window window;
    private final boolean transposed;
    private final Supplier<LayerContext> context;

    GridProduct(Window window, boolean transposed, Supplier<LayerContext> context) {
        this.window = window;
        this.transposed = transposed;
        this.context = context;
    }

    /** The shape of what comes out for a map of this shape, of so many channels. */
    long[] output(long[] input, long channels) {
        return transposed
                ? new long[] {input[0], input[1] * window.stride(), input[2] * window.stride(), channels}
                : new long[] {input[0], window.squares(input[1]), window.squares(input[2]), channels};
    }

    /** y = the product, without any bias. */
    void forward(INDArray x, INDArray weight, INDArray y) {
        if (transposed) {
            widen(x, weight, y);
        } else {
            narrow(x, weight, y);
        }
    }

    /** y += bias in every channel. */
    void addBias(INDArray bias, INDArray y) {
        kernels().tokens().addToEach(bias.reshape(1, bias.length()), pixels(y));
    }

    /** dbias = the sum of dy over all pixels. */
    void backwardBias(INDArray dy, INDArray dbias) {
        kernels().tokens().sumToken(pixels(dy), 0, dbias);
    }

    private static INDArray pixels(INDArray map) {
        return map.reshape(map.length() / map.size(3), 1, map.size(3)); // [B * H * W, 1, C]
    }

    /** dx from dy. */
    void backwardInput(INDArray dy, INDArray weight, INDArray dx) {
        if (transposed) {
            narrow(dy, weight, dx);
        } else {
            widen(dy, weight, dx);
        }
    }

    /** The gradient of the weight from dy and x. */
    void backwardWeight(INDArray dy, INDArray x, INDArray dweight) {
        INDArray wide = transposed ? dy : x;
        INDArray narrow = transposed ? x : dy;
        INDArray spare = scratch("spare", dweight.size(0));
        forEachPart(narrow, (from, to) -> {
            INDArray columns = columns(part(wide, from, to));
            INDArray sum = from == 0 ? dweight : scratch("dweight", dweight.shape());
            kernels().linear().backwardWeights(part(narrow, from, to), columns, sum, spare);
            if (from > 0) {
                kernels().elements().add(sum, dweight);
            }
        });
    }

    /** narrow = the windows of a wide map times the weight. */
    private void narrow(INDArray wide, INDArray weight, INDArray narrow) {
        INDArray noBias = scratch("zeros", weight.size(0));
        kernels().elements().fill(0, noBias);
        forEachPart(narrow, (from, to) -> kernels()
                .linear()
                .forward(columns(part(wide, from, to)), weight, noBias, part(narrow, from, to)));
    }

    /** wide = the sum of the windows that a narrow map spreads by the weight. */
    private void widen(INDArray narrow, INDArray weight, INDArray wide) {
        forEachPart(narrow, (from, to) -> {
            INDArray target = part(wide, from, to);
            INDArray columns = window.isPixel() ? target : unfilled(target);
            kernels().linear().backwardInput(part(narrow, from, to), weight, columns);
            if (!window.isPixel()) {
                kernels().windows().scatter(columns, window, target);
            }
        });
    }

    private INDArray columns(INDArray wide) {
        if (window.isPixel()) {
            return wide;
        }
        INDArray columns = unfilled(wide);
        kernels().windows().gather(wide, window, columns);
        return columns;
    }

    private INDArray unfilled(INDArray wide) {
        return scratch(
                "columns",
                wide.size(0),
                window.squares(wide.size(1)),
                window.squares(wide.size(2)),
                window.taps() * wide.size(3)); // [b, h, w, k * k * C]
    }

    private interface Part {
        void of(long from, long to);
    }

    private static void forEachPart(INDArray narrow, Part work) {
        long images = narrow.size(0);
        long atOnce = Math.max(1, SQUARES / (narrow.size(1) * narrow.size(2)));
        for (long from = 0; from < images; from += atOnce) {
            work.of(from, Math.min(images, from + atOnce));
        }
    }

    private static INDArray part(INDArray maps, long from, long to) {
        return from == 0 && to == maps.size(0)
                ? maps
                : maps.get(NDArrayIndex.interval(from, to), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all());
    }

    private INDArray scratch(String name, long... shape) {
        return context.get().scratch().get("grid." + name + Arrays.toString(shape), shape);
    }

    private Kernels kernels() {
        return context.get().kernels();
    }
}
