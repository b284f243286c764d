package org.nec4j.codec.grid;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.entropy.Erf;

/** From codes to a map: transposed convolutions, inverse divisive norms, gelus. Maps are [height, width, channels]; sums run in one order alone. */
final class GridDecoder implements GridModel.MapDecoder {
    private static final double PEDESTAL = 0x1p-36;
    private static final double GAMMA_BOUND = 0x1p-18;
    private static final double BETA_BOUND = Math.sqrt(1e-6 + PEDESTAL);
    private static final int WIDENING = 4;
    private static final String TRANSPOSED = ".conv_transpose.weight";
    private static final String BIAS = ".conv_transpose.bias";
    private static final String COARSE_BLOCK = "decoding_stack_1._layers.0";
    private static final String FINE_BLOCK = "decoding_stack_0._layers.";

    private final Map<String, float[]> tensors;
    private final int pre;
    private final int width;
    private final int dim;
    private final int blocks;

    GridDecoder(Map<String, float[]> tensors, int pre, int width, int dim, int blocks) {
        this.tensors = tensors;
        this.pre = pre;
        this.width = width;
        this.dim = dim;
        this.blocks = blocks;
    }

    /** A map of some channels. */
    private record Maps(int height, int width, int channels, float[] values) {}

    /** Names and shapes of all tensors, as the training's network names them. */
    static Map<String, long[]> shapes(int pre, int width, int dim, int codes, int blocks) {
        Map<String, long[]> all = new LinkedHashMap<>();
        all.put("vq_layer_0._embedding.weight", new long[] {codes, dim});
        all.put("vq_layer_1._embedding.weight", new long[] {codes, dim});
        conv(all, "first_conv_decoder_1", dim, 2 * width, 3);
        block(all, COARSE_BLOCK, 2 * width, width);
        conv(all, "first_conv_decoder_0", dim, width, 3);
        for (int i = 0; i < blocks; i++) {
            block(all, FINE_BLOCK + i, width, i == blocks - 1 ? 2 * pre : width);
        }
        conv(all, "post_block._conv1", 2 * pre, pre, 3);
        conv(all, "post_block._conv2", pre, 1, 1);
        return all;
    }

    private static void conv(Map<String, long[]> all, String name, int in, int out, int kernel) {
        all.put(name + TRANSPOSED, new long[] {in, (long) kernel * kernel * out});
        all.put(name + BIAS, new long[] {out});
    }

    private static void block(Map<String, long[]> all, String name, int in, int out) {
        all.put(name + ".igdn.beta", new long[] {in});
        all.put(name + ".igdn.gamma", new long[] {in, in});
        all.put(name + ".conv0" + TRANSPOSED, new long[] {in, 9L * out});
        all.put(name + ".conv1" + TRANSPOSED, new long[] {out, (long) WIDENING * out});
        all.put(name + ".conv2" + TRANSPOSED, new long[] {(long) WIDENING * out, out});
        all.put(name + ".shortcut" + TRANSPOSED, new long[] {in, out});
    }

    @Override
    public float[] decode(Codes codes, int height, int mapWidth) {
        int coarse = 1 << (blocks + 1);
        Maps z = looked("vq_layer_1._embedding.weight", codes.coarse(), height / coarse, mapWidth / coarse);
        Maps y = looked("vq_layer_0._embedding.weight", codes.fine(), 2 * height / coarse, 2 * mapWidth / coarse);
        Maps a = grown(COARSE_BLOCK, biased("first_conv_decoder_1", z, 2 * width, 3), width);
        Maps b = biased("first_conv_decoder_0", y, width, 3);
        for (int i = 0; i < a.values().length; i++) {
            a.values()[i] += b.values()[i];
        }
        for (int block = 0; block < blocks; block++) {
            a = grown(FINE_BLOCK + block, a, block == blocks - 1 ? 2 * pre : width);
        }
        gelu(a.values());
        a = biased("post_block._conv1", a, pre, 3);
        gelu(a.values());
        return biased("post_block._conv2", a, 1, 1).values();
    }

    private Maps looked(String book, int[] chosen, int height, int mapWidth) {
        float[] values = new float[chosen.length * dim];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(tensors.get(book), chosen[i] * dim, values, i * dim, dim);
        }
        return new Maps(height, mapWidth, dim, values);
    }

    private Maps biased(String name, Maps x, int out, int kernel) {
        Maps y = spread(x, tensors.get(name + TRANSPOSED), out, kernel, 1);
        float[] bias = tensors.get(name + BIAS);
        for (int i = 0; i < y.values().length; i++) {
            y.values()[i] += bias[i % out];
        }
        return y;
    }

    /** The block that doubles: u = x times its norm; conv2(gelu(conv1(conv0(u)))) + shortcut(u). */
    private Maps grown(String name, Maps x, int out) {
        Maps u = normed(name + ".igdn.", x);
        Maps y = spread(u, tensors.get(name + ".conv0" + TRANSPOSED), out, 3, 2);
        Maps shortcut = spread(u, tensors.get(name + ".shortcut" + TRANSPOSED), out, 1, 2);
        float[] widen = tensors.get(name + ".conv1" + TRANSPOSED);
        float[] narrow = tensors.get(name + ".conv2" + TRANSPOSED);
        float[] hidden = new float[WIDENING * out];
        float[] sums = new float[out];
        for (int pixel = 0; pixel < y.height() * y.width(); pixel++) {
            product(y.values(), pixel * out, out, widen, hidden);
            gelu(hidden);
            product(hidden, 0, hidden.length, narrow, sums);
            for (int c = 0; c < out; c++) {
                y.values()[pixel * out + c] = sums[c] + shortcut.values()[pixel * out + c];
            }
        }
        return y;
    }

    /** out = x [n] times weight [n, out.length]. */
    private static void product(float[] x, int from, int n, float[] weight, float[] out) {
        java.util.Arrays.fill(out, 0);
        for (int i = 0; i < n; i++) {
            float value = x[from + i];
            int row = i * out.length;
            for (int o = 0; o < out.length; o++) {
                out[o] += value * weight[row + o];
            }
        }
    }

    private Maps normed(String name, Maps x) {
        int c = x.channels();
        float[] beta = bounded(tensors.get(name + "beta"), BETA_BOUND);
        float[] gamma = bounded(tensors.get(name + "gamma"), GAMMA_BOUND);
        float[] transposed = new float[gamma.length]; // [j, i]
        for (int i = 0; i < c; i++) {
            for (int j = 0; j < c; j++) {
                transposed[j * c + i] = gamma[i * c + j];
            }
        }
        float[] squares = new float[c];
        float[] norms = new float[c];
        float[] y = new float[x.values().length];
        for (int at = 0; at < y.length; at += c) {
            for (int i = 0; i < c; i++) {
                squares[i] = x.values()[at + i] * x.values()[at + i];
            }
            product(squares, 0, c, transposed, norms);
            for (int i = 0; i < c; i++) {
                y[at + i] = x.values()[at + i] * (float) Math.sqrt(norms[i] + beta[i]);
            }
        }
        return new Maps(x.height(), x.width(), c, y);
    }

    private static float[] bounded(float[] stored, double bound) {
        float[] used = new float[stored.length];
        for (int i = 0; i < used.length; i++) {
            double value = Math.max(stored[i], (float) bound);
            used[i] = (float) (value * value - PEDESTAL);
        }
        return used;
    }

    /** A transposed convolution: every pixel spreads the weight [in, k * k, out] around its place, (k - 1) / 2 before it. */
    private static Maps spread(Maps x, float[] weight, int out, int kernel, int stride) {
        int before = (kernel - 1) / 2;
        int height = x.height() * stride;
        int width = x.width() * stride;
        float[] y = new float[height * width * out];
        for (int row = 0; row < x.height(); row++) {
            for (int column = 0; column < x.width(); column++) {
                int from = (row * x.width() + column) * x.channels();
                for (int tap = 0; tap < kernel * kernel; tap++) {
                    int toRow = row * stride + tap / kernel - before;
                    int toColumn = column * stride + tap % kernel - before;
                    if (toRow >= 0 && toRow < height && toColumn >= 0 && toColumn < width) {
                        add(
                                x,
                                from,
                                weight,
                                tap * out,
                                kernel * kernel * out,
                                y,
                                (toRow * width + toColumn) * out,
                                out);
                    }
                }
            }
        }
        return new Maps(height, width, out, y);
    }

    private static void add(Maps x, int from, float[] weight, int tap, int row, float[] y, int to, int out) {
        for (int in = 0; in < x.channels(); in++) {
            float value = x.values()[from + in];
            int at = in * row + tap;
            for (int o = 0; o < out; o++) {
                y[to + o] += value * weight[at + o];
            }
        }
    }

    private static void gelu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (0.5 * x[i] * (1 + Erf.erf(x[i] * Math.sqrt(0.5))));
        }
    }
}
