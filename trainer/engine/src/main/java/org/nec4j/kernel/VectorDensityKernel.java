package org.nec4j.kernel;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The density in float32 on the Vector API: lanes run across channels, threads across blocks of channels. */
final class VectorDensityKernel implements DensityKernel {
    @Override
    public void logits(INDArray x, DensityParameters parameters, INDArray logits, INDArray slopes) {
        FloatBuffer xs = floats(x);
        FloatBuffer logitsOut = floats(logits);
        FloatBuffer slopesOut = floats(slopes);
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
        FloatBuffer ys = floats(y);
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
        FloatBuffer ys = floats(y);
        FloatBuffer out = floats(likelihoods);
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
        FloatBuffer ys = floats(y);
        FloatBuffer dys = floats(dy);
        List<FloatBuffer> gradientsOut = gradients.layerByLayer().stream()
                .map(VectorDensityKernel::floats)
                .toList();
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

    private static DensityBlock[] forEachBlock(INDArray y, DensityParameters parameters, Consumer<DensityBlock> work) {
        int channels = parameters.channels();
        if (y.size(y.rank() - 1) != channels) {
            throw new IllegalArgumentException("the last dimension must be the density's " + channels
                    + " channels, but the shape is " + java.util.Arrays.toString(y.shape()));
        }
        int rows = (int) (y.length() / channels);
        DensityLayout layout = new DensityLayout(parameters.widths());
        List<FloatBuffer> tensors = parameters.layerByLayer().stream()
                .map(VectorDensityKernel::floats)
                .toList();
        DensityBlock[] blocks = new DensityBlock[(channels + DensityTile.BLOCK - 1) / DensityTile.BLOCK];
        Team.shared().run(blocks.length, b -> {
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

    private static FloatBuffer floats(INDArray array) {
        if (array.dataType() != DataType.FLOAT || !contiguous(array)) {
            throw new IllegalArgumentException("a c-ordered float32 array is needed, not " + array.shapeInfoToString());
        }
        FloatBuffer memory = array.data().asNioFloat();
        return memory.slice(memory.position(), (int) array.length());
    }

    private static boolean contiguous(INDArray array) {
        long expected = 1;
        for (int d = array.rank() - 1; d >= 0; d--) {
            if (array.size(d) != 1 && array.stride(d) != expected) {
                return false;
            }
            expected *= array.size(d);
        }
        return true;
    }
}
