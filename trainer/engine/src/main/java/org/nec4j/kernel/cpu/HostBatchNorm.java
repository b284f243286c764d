package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.MapKernels;

/** The passes of batch norm, as {@link MapKernels} says; leading dimensions are flattened to R. */
final class HostBatchNorm {
    private HostBatchNorm() {}

    /** Mean and biased variance of each channel: x [R, C], mean and variance [C]. */
    static void statistics(INDArray x, INDArray mean, INDArray variance) {
        int c = (int) x.size(-1);
        int rows = (int) (x.length() / c);
        FloatBuffer from = Memory.of(x);
        float[] row = new float[c];
        double[] means = new double[c];
        for (int r = 0; r < rows; r++) {
            from.get(r * c, row);
            for (int i = 0; i < c; i++) {
                means[i] += row[i];
            }
        }
        for (int i = 0; i < c; i++) {
            means[i] /= rows;
        }
        double[] squares = new double[c];
        for (int r = 0; r < rows; r++) {
            from.get(r * c, row);
            for (int i = 0; i < c; i++) {
                double deviation = row[i] - means[i];
                squares[i] += deviation * deviation;
            }
        }
        float[] meanOut = new float[c];
        float[] varianceOut = new float[c];
        for (int i = 0; i < c; i++) {
            meanOut[i] = (float) means[i];
            varianceOut[i] = (float) (squares[i] / rows);
        }
        HostCopies.write(mean, meanOut);
        HostCopies.write(variance, varianceOut);
    }

    /** As {@link MapKernels#norm}. */
    static void forward(INDArray x, MapKernels.Norm norm, INDArray y) {
        Affine affine = Affine.of(norm);
        int c = affine.scale.length;
        int rows = (int) (x.length() / c);
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(y);
        float floor = norm.relu() ? 0 : Float.NEGATIVE_INFINITY;
        float[] row = new float[c];
        for (int r = 0; r < rows; r++) {
            from.get(r * c, row);
            for (int i = 0; i < c; i++) {
                row[i] = Math.max(floor, row[i] * affine.scale[i] + affine.shift[i]);
            }
            to.put(r * c, row);
        }
    }

    /** As {@link MapKernels#normBackward}. */
    static void backward(INDArray dy, INDArray x, MapKernels.Norm norm, INDArray dgain, INDArray dbias, INDArray dx) {
        Affine affine = Affine.of(norm);
        int c = affine.scale.length;
        int rows = (int) (x.length() / c);
        FloatBuffer above = Memory.of(dy);
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(dx);
        float[] row = new float[c];
        float[] d = new float[c];
        double[] sum = new double[c];
        double[] moment = new double[c];
        for (int r = 0; r < rows; r++) {
            from.get(r * c, row);
            above.get(r * c, d);
            affine.cut(norm.relu(), row, d);
            for (int i = 0; i < c; i++) {
                sum[i] += d[i];
                moment[i] += d[i] * affine.normalized(row[i], i);
            }
        }
        float[] meanSum = new float[c];
        float[] meanMoment = new float[c];
        float[] sums = new float[c];
        float[] moments = new float[c];
        for (int i = 0; i < c; i++) {
            sums[i] = (float) sum[i];
            moments[i] = (float) moment[i];
            meanSum[i] = (float) (sum[i] / rows);
            meanMoment[i] = (float) (moment[i] / rows);
        }
        for (int r = 0; r < rows; r++) {
            from.get(r * c, row);
            above.get(r * c, d);
            affine.cut(norm.relu(), row, d);
            for (int i = 0; i < c; i++) {
                d[i] = affine.scale[i] * (d[i] - meanSum[i] - affine.normalized(row[i], i) * meanMoment[i]);
            }
            to.put(r * c, d);
        }
        HostCopies.write(dgain, moments);
        HostCopies.write(dbias, sums);
    }

    /** y = x * factor, a factor for each channel of each map: x and y [B, T, C], factors [B][C]. */
    static void scale(INDArray x, float[][] factors, INDArray y) {
        int c = (int) x.size(2);
        int pixels = (int) x.size(1);
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(y);
        float[] row = new float[c];
        for (int r = 0; r < factors.length * pixels; r++) {
            float[] factor = factors[r / pixels];
            from.get(r * c, row);
            for (int i = 0; i < c; i++) {
                row[i] *= factor[i];
            }
            to.put(r * c, row);
        }
    }

    /** The norm as one multiplication and addition a channel. */
    private record Affine(float[] mean, float[] deviations, float[] scale, float[] shift) {
        static Affine of(MapKernels.Norm norm) {
            float[] means = HostCopies.read(norm.mean());
            float[] deviations = HostCopies.read(norm.variance());
            float[] scale = HostCopies.read(norm.gain());
            float[] shift = HostCopies.read(norm.bias());
            for (int i = 0; i < scale.length; i++) {
                deviations[i] = (float) (1 / Math.sqrt(deviations[i] + norm.eps()));
                scale[i] *= deviations[i];
                shift[i] -= means[i] * scale[i];
            }
            return new Affine(means, deviations, scale, shift);
        }

        float normalized(float x, int channel) {
            return (x - mean[channel]) * deviations[channel];
        }

        /** Sets the gradient to zero where the output was cut. */
        void cut(boolean relu, float[] x, float[] d) {
            for (int i = 0; relu && i < x.length; i++) {
                d[i] = x[i] * scale[i] + shift[i] > 0 ? d[i] : 0;
            }
        }
    }
}
