package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntConsumer;
import jdk.incubator.vector.FloatVector;
import org.nec4j.kernel.Likelihood;

/** One thread's share of a density kernel: a block of neighbouring channels, their numbers side by side, and its tile. */
final class DensityBlock {
    final DensityTile tile;
    /** Channels of this block: {@link DensityTile#BLOCK}, fewer in the last. */
    final int channels;
    /** softplus(H), b and tanh(a), [size][BLOCK]; zero beyond the last channel. */
    final float[] effective;

    private final DensityLayout layout;
    private final float[] raw; // [size][BLOCK]
    private final double[] bits = new double[DensityTile.BLOCK];
    private final float[] laneBits = new float[DensityTile.LANES];
    private final int firstChannel;
    private final int stride;
    private final int rows;

    /** What to do with the rows of a tile. */
    interface TileWork {
        void accept(int firstRow, int rows);
    }

    DensityBlock(DensityLayout layout, List<FloatBuffer> tensors, int firstChannel, int allChannels, int rows) {
        this.layout = layout;
        this.firstChannel = firstChannel;
        this.rows = rows;
        stride = allChannels;
        channels = Math.min(DensityTile.BLOCK, allChannels - firstChannel);
        tile = new DensityTile(layout);
        raw = new float[layout.size * DensityTile.BLOCK];
        int at = 0;
        for (FloatBuffer tensor : tensors) {
            int n = tensor.remaining() / allChannels;
            float[] values = new float[n * channels];
            tensor.get(firstChannel * n, values);
            for (int k = 0; k < values.length; k++) {
                raw[(at + k % n) * DensityTile.BLOCK + k / n] = values[k];
            }
            at += n;
        }
        effective = raw.clone();
        forEachNumber(
                at2 -> effective[at2] = (float) (Math.max(raw[at2], 0) + Math.log1p(Math.exp(-Math.abs(raw[at2])))),
                at2 -> effective[at2] = (float) Math.tanh(raw[at2]));
    }

    private void forEachNumber(IntConsumer ofMatrix, IntConsumer ofFactor) {
        for (int i = 0; i < layout.layers; i++) {
            int end = layout.bias(i) * DensityTile.BLOCK;
            for (int at = layout.matrix(i) * DensityTile.BLOCK; at < end; at++) {
                ofMatrix.accept(at);
            }
            if (i < layout.layers - 1) {
                int factor = layout.factor(i) * DensityTile.BLOCK;
                for (int at = factor; at < factor + layout.out(i) * DensityTile.BLOCK; at++) {
                    ofFactor.accept(at);
                }
            }
        }
    }

    void forEachTile(TileWork work) {
        for (int first = 0; first < rows; first += DensityTile.ROWS) {
            work.accept(first, Math.min(DensityTile.ROWS, rows - first));
        }
    }

    /** Fills values [rows][BLOCK] with this block's channels of the array [R, C]. */
    void read(FloatBuffer array, int first, int rows, float[] values) {
        for (int r = 0; r < rows; r++) {
            array.get((first + r) * stride + firstChannel, values, r * DensityTile.BLOCK, channels);
        }
    }

    void write(float[] values, int first, int rows, FloatBuffer array) {
        for (int r = 0; r < rows; r++) {
            array.put((first + r) * stride + firstChannel, values, r * DensityTile.BLOCK, channels);
        }
    }

    /** Likelihoods of a tile's rows, vector after vector; their bits are counted, and then the vector's first lane is handed on. */
    void likelihoods(
            float[] y,
            int rows,
            Likelihood kind,
            double bound,
            float scale,
            float[] likelihoods,
            IntConsumer afterVector) {
        for (int lane = 0; lane < channels; lane += DensityTile.LANES) {
            tile.intervalLogits(y, lane, rows, effective);
            FloatVector sums = tile.likelihoods(likelihoods, lane, rows, kind, (float) bound, scale);
            sums.intoArray(laneBits, 0);
            for (int l = 0; l < DensityTile.LANES; l++) {
                bits[lane + l] += laneBits[l];
            }
            afterVector.accept(lane);
        }
    }

    /** The bits counted so far, summed over the channels. */
    double bits() {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += bits[c];
        }
        return sum;
    }

    /** Writes the gradients of the raw numbers, given those of the effective ones. */
    void writeGradients(float[] d, List<FloatBuffer> tensors) {
        forEachNumber(
                at -> d[at] *= (float) (1 / (1 + Math.exp(-raw[at]))),
                at -> d[at] *= 1 - effective[at] * effective[at]);
        int at = 0;
        for (FloatBuffer tensor : tensors) {
            int n = tensor.remaining() / stride;
            float[] values = new float[n * channels];
            for (int k = 0; k < values.length; k++) {
                values[k] = d[(at + k % n) * DensityTile.BLOCK + k / n];
            }
            tensor.put(firstChannel * n, values);
            at += n;
        }
    }
}
