package org.nec4j.kernel.cpu;

import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GaussianKernel;

/** The Gaussian conditional in float32 on the Vector API: lanes run across channels, threads across groups of rows. */
final class VectorGaussianKernel implements GaussianKernel {
    private static final float INVERSE_LN2 = 1.44269504f;

    private final Team team;

    VectorGaussianKernel(Team team) {
        this.team = team;
    }

    @Override
    public double likelihoods(INDArray values, int channels, double bound, INDArray likelihoods) {
        Layout layout = new Layout(values, channels, (float) bound);
        Floats in = Floats.of("values", values, values.length());
        Floats out = Floats.of("likelihoods", likelihoods, (long) layout.rows * channels);
        return layout.sum(team, row -> {
            Lane lane = Lane.current();
            float[] p = lane.row(3, channels);
            layout.read(in, row, lane);
            double bits = layout.bits(lane, p);
            out.buffer.put(row * channels, p, 0, channels);
            return bits;
        });
    }

    @Override
    public double bitsBackward(INDArray values, int channels, double bound, double scale, INDArray dvalues) {
        Layout layout = new Layout(values, channels, (float) bound);
        Floats in = Floats.of("values", values, values.length());
        Floats out = Floats.of("dvalues", dvalues, values.length());
        return layout.sum(team, row -> {
            Lane lane = Lane.current();
            layout.read(in, row, lane);
            double bits = layout.bits(lane, lane.row(3, channels));
            layout.gradients((float) scale, lane);
            for (int part = 0; part < layout.parts; part++) {
                out.buffer.put(row * layout.width + part * channels, lane.row(part, channels), 0, channels);
            }
            return bits;
        });
    }

    /** How rows lie, and what is done with one of them in a thread's arrays 0 (y), 1 (scales) and 2 (means). */
    private static final class Layout {
        private final int channels;
        private final int parts;
        private final int width;
        private final int rows;
        private final float bound;

        Layout(INDArray values, int channels, float bound) {
            this.bound = bound;
            this.channels = channels;
            parts = (int) (values.size(-1) / channels);
            width = parts * channels;
            rows = (int) (values.length() / values.size(-1));
            if (values.size(-1) != width || parts < 2 || parts > 3) {
                throw new IllegalArgumentException("rows must hold 2 or 3 times " + channels
                        + " numbers, but the last dimension is " + values.size(-1));
            }
        }

        /** The sum over all rows, in an order that does not depend on the number of threads. */
        double sum(Team team, IntToDoubleFunction row) {
            RowParts split = RowParts.ofSum(rows);
            double[] sums = new double[split.parts()];
            team.run(sums.length, part -> {
                int end = split.first(part) + split.count(part);
                for (int r = split.first(part); r < end; r++) {
                    sums[part] += row.applyAsDouble(r);
                }
            });
            return DoubleStream.of(sums).reduce(0, Double::sum);
        }

        void read(Floats in, int row, Lane lane) {
            for (int part = 0; part < parts; part++) {
                in.buffer.get(row * width + part * channels, lane.row(part, channels), 0, channels);
            }
        }

        private FloatVector centred(Lane lane, int c) {
            FloatVector y = load(lane.row(0, channels), c);
            return parts == 3 ? y.sub(load(lane.row(2, channels), c)) : y;
        }

        /** Bits of a row, and its bounded likelihoods. */
        double bits(Lane lane, float[] likelihoods) {
            float[] scales = lane.row(1, channels);
            FloatVector sums = FloatVector.zero(SPECIES);
            for (int c = 0; c < channels; c += LANES) {
                FloatVector v = centred(lane, c).abs();
                FloatVector sigma = load(scales, c).max((float) SCALE_BOUND);
                FloatVector upper = v.neg().add(0.5f).div(sigma);
                FloatVector lower = v.neg().sub(0.5f).div(sigma);
                FloatVector p = distribution(upper).sub(distribution(lower));
                FloatVector bounded = p.max(bound);
                bounded.intoArray(likelihoods, c);
                FloatVector bits = DensityMath.log(bounded).mul(-INVERSE_LN2);
                VectorMask<Float> inside = SPECIES.indexInRange(c, channels);
                sums = sums.add(FloatVector.zero(SPECIES).blend(bits, inside));
            }
            sums.intoArray(lane.fold, 0);
            double sum = 0;
            for (int i = 0; i < LANES; i++) {
                sum += lane.fold[i];
            }
            return sum;
        }

        /** Replaces y, scales and means of a row by the gradients of scale * bits with respect to them. */
        void gradients(float scale, Lane lane) {
            float[] dy = lane.row(0, channels);
            float[] dscales = lane.row(1, channels);
            float[] dmeans = lane.row(2, channels);
            FloatVector slope = FloatVector.broadcast(SPECIES, -scale * INVERSE_LN2);
            FloatVector zero = FloatVector.zero(SPECIES);
            for (int c = 0; c < channels; c += LANES) {
                FloatVector centred = centred(lane, c);
                FloatVector v = centred.abs();
                FloatVector free = load(dscales, c);
                FloatVector sigma = free.max((float) SCALE_BOUND);
                FloatVector upper = v.neg().add(0.5f).div(sigma);
                FloatVector lower = v.neg().sub(0.5f).div(sigma);
                FloatVector densityUpper = VectorMath.normalDensity(upper);
                FloatVector densityLower = VectorMath.normalDensity(lower);
                FloatVector p = VectorMath.normalDistribution(upper, densityUpper)
                        .sub(VectorMath.normalDistribution(lower, densityLower));
                FloatVector dp = slope.div(p.max(bound));
                if (scale <= 0) {
                    dp = dp.blend(zero, p.lt(bound));
                }
                FloatVector perSigma = dp.div(sigma);
                FloatVector dv = densityLower.sub(densityUpper).mul(perSigma);
                FloatVector d = dv.blend(dv.neg(), centred.lt(0f)).blend(zero, centred.eq(0f));
                FloatVector dsigma =
                        lower.mul(densityLower).sub(upper.mul(densityUpper)).mul(perSigma);
                VectorMask<Float> stops = free.lt((float) SCALE_BOUND).and(dsigma.compare(VectorOperators.GE, 0f));
                d.intoArray(dy, c);
                dsigma.blend(zero, stops).intoArray(dscales, c);
                if (parts == 3) {
                    d.neg().intoArray(dmeans, c);
                }
            }
        }

        private static FloatVector distribution(FloatVector x) {
            return VectorMath.normalDistribution(x, VectorMath.normalDensity(x));
        }

        private static FloatVector load(float[] values, int at) {
            return FloatVector.fromArray(SPECIES, values, at);
        }
    }
}
