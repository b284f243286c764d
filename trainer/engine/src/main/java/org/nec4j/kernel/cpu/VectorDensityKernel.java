package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.kernel.Likelihood;

/** The density in float32 on the Vector API: lanes run across channels, threads across blocks of channels. */
final class VectorDensityKernel implements DensityKernel {
    private final Team team;

    VectorDensityKernel(Team team) {
        this.team = team;
    }

    @Override
    public void logits(INDArray x, DensityParameters parameters, INDArray logits, INDArray slopes) {
        FloatBuffer xs = Memory.of(x);
        FloatBuffer logitsOut = Memory.of(logits);
        FloatBuffer slopesOut = Memory.of(slopes);
        forEachBlock(x, parameters, block -> {
            float[] values = new float[DensityTile.ROWS * DensityTile.BLOCK];
            float[] l = values.clone();
            float[] slope = values.clone();
            block.forEachTile((first, rows) -> {
                block.read(xs, first, rows, values);
                for (int lane = 0; lane < block.channels; lane += DensityTile.LANES) {
                    block.tile.pointLogits(values, lane, rows, block.effective);
                    block.tile.slopes(slope, lane, rows, block.effective);
                    for (int r = 0; r < rows; r++) {
                        System.arraycopy(
                                block.tile.logits,
                                r * DensityTile.LANES,
                                l,
                                r * DensityTile.BLOCK + lane,
                                DensityTile.LANES);
                    }
                }
                block.write(l, first, rows, logitsOut);
                block.write(slope, first, rows, slopesOut);
            });
        });
    }

    @Override
    public double bits(INDArray y, DensityParameters parameters, Likelihood likelihood, double bound) {
        FloatBuffer ys = Memory.of(y);
        return sum(forEachBlock(y, parameters, block -> {
            float[] values = new float[DensityTile.ROWS * DensityTile.BLOCK];
            float[] bounded = values.clone();
            block.forEachTile((first, rows) -> {
                block.read(ys, first, rows, values);
                block.likelihoods(values, rows, likelihood, bound, 1, bounded, lane -> {});
            });
        }));
    }

    @Override
    public double likelihoods(
            INDArray y, DensityParameters parameters, Likelihood likelihood, double bound, INDArray likelihoods) {
        FloatBuffer ys = Memory.of(y);
        FloatBuffer out = Memory.of(likelihoods);
        return sum(forEachBlock(y, parameters, block -> {
            float[] values = new float[DensityTile.ROWS * DensityTile.BLOCK];
            float[] bounded = values.clone();
            block.forEachTile((first, rows) -> {
                block.read(ys, first, rows, values);
                block.likelihoods(values, rows, likelihood, bound, 1, bounded, lane -> {});
                block.write(bounded, first, rows, out);
            });
        }));
    }

    @Override
    public double bitsBackward(
            INDArray y,
            DensityParameters parameters,
            Likelihood likelihood,
            double bound,
            double scale,
            INDArray dy,
            DensityParameters gradients) {
        FloatBuffer ys = Memory.of(y);
        FloatBuffer dys = Memory.of(dy);
        List<FloatBuffer> gradientsOut =
                gradients.layerByLayer().stream().map(Memory::of).toList();
        return sum(forEachBlock(y, parameters, block -> {
            float[] values = new float[DensityTile.ROWS * DensityTile.BLOCK];
            float[] bounded = values.clone();
            float[] dValues = values.clone();
            float[] collected = new float[block.effective.length];
            block.forEachTile((first, rows) -> {
                block.read(ys, first, rows, values);
                block.read(dys, first, rows, dValues);
                block.likelihoods(
                        values,
                        rows,
                        likelihood,
                        bound,
                        (float) scale,
                        bounded,
                        lane -> block.tile.backward(dValues, lane, rows, block.effective, collected));
                block.write(dValues, first, rows, dys);
            });
            block.writeGradients(collected, gradientsOut);
        }));
    }

    @Override
    public double quantileLoss(INDArray quantiles, DensityParameters parameters, double target, INDArray dquantiles) {
        int channels = parameters.channels();
        float[] q = HostCopies.read(quantiles); // [C, 1, 3]
        float[] x = new float[q.length]; // [3, C]
        for (int i = 0; i < q.length; i++) {
            x[i % 3 * channels + i / 3] = q[i];
        }
        INDArray logits = Nd4j.createUninitialized(quantiles.dataType(), 3, channels);
        INDArray slopes = Nd4j.createUninitialized(quantiles.dataType(), 3, channels);
        logits(Nd4j.createFromArray(x).reshape('c', 3, channels), parameters, logits, slopes);
        float[] l = HostCopies.read(logits);
        float[] slope = HostCopies.read(slopes);
        double[] targets = {-target, 0, target};
        double sum = 0;
        for (int i = 0; i < l.length; i++) {
            double difference = l[i] - targets[i / channels];
            sum += Math.abs(difference);
            q[i % channels * 3 + i / channels] = (float) (Math.signum(difference) * slope[i]);
        }
        HostCopies.write(dquantiles, q);
        return sum;
    }

    private DensityBlock[] forEachBlock(INDArray y, DensityParameters parameters, Consumer<DensityBlock> work) {
        int channels = parameters.channels();
        if (y.size(y.rank() - 1) != channels) {
            throw new IllegalArgumentException("the last dimension must be the density's " + channels
                    + " channels, but the shape is " + java.util.Arrays.toString(y.shape()));
        }
        int rows = (int) (y.length() / channels);
        DensityLayout layout = new DensityLayout(parameters.widths());
        List<FloatBuffer> tensors =
                parameters.layerByLayer().stream().map(Memory::of).toList();
        DensityBlock[] blocks = new DensityBlock[(channels + DensityTile.BLOCK - 1) / DensityTile.BLOCK];
        team.run(blocks.length, b -> {
            blocks[b] = new DensityBlock(layout, tensors, b * DensityTile.BLOCK, channels, rows);
            work.accept(blocks[b]);
        });
        return blocks;
    }

    private static double sum(DensityBlock[] blocks) {
        double bits = 0;
        for (DensityBlock block : blocks) {
            bits += block.bits();
        }
        return bits;
    }
}
