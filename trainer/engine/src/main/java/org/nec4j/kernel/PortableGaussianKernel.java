package org.nec4j.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erfc;
import org.nd4j.linalg.factory.Nd4j;

/** The Gaussian conditional in plain double arithmetic, for any data type and backend; slow, and the oracle of the fast one. */
public final class PortableGaussianKernel implements GaussianKernel {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INV_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    @Override
    public double likelihoods(INDArray values, int channels, double bound, INDArray likelihoods) {
        Elements e = new Elements(values, channels);
        double bits = 0;
        double[] bounded = new double[e.count()];
        for (int i = 0; i < bounded.length; i++) {
            bounded[i] = Math.max(e.mass(i), bound);
            bits -= Math.log(bounded[i]) / Math.log(2);
        }
        assign(likelihoods, bounded);
        return bits;
    }

    @Override
    public double bitsBackward(INDArray values, int channels, double bound, double scale, INDArray dvalues) {
        Elements e = new Elements(values, channels);
        double[] gradient = new double[(int) dvalues.length()];
        double bits = 0;
        for (int i = 0; i < e.count(); i++) {
            double p = e.mass(i);
            double bounded = Math.max(p, bound);
            bits -= Math.log(bounded) / Math.log(2);
            double dp = -scale / Math.log(2) / bounded;
            if (p < bound && dp >= 0) {
                dp = 0;
            }
            double upper = density(e.upper[i]);
            double lower = density(e.lower[i]);
            double dy = dp * (lower - upper) / e.sigma[i] * Math.signum(e.centred[i]);
            double dsigma = dp * (e.lower[i] * lower - e.upper[i] * upper) / e.sigma[i];
            int at = e.at(i);
            gradient[at] = dy;
            gradient[at + channels] = e.values[at + channels] >= SCALE_BOUND || dsigma < 0 ? dsigma : 0;
            if (e.means) {
                gradient[at + 2 * channels] = -dy;
            }
        }
        assign(dvalues, gradient);
        return bits;
    }

    private static double density(double x) {
        return INV_SQRT_TWO_PI * Math.exp(-0.5 * x * x);
    }

    private static void assign(INDArray array, double[] values) {
        array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()).castTo(array.dataType()));
    }

    /** The ends of every element's interval in standard deviations, and Φ there. */
    private static final class Elements {
        private final double[] values;
        private final int channels;
        private final int width;
        private final boolean means;
        private final double[] centred;
        private final double[] sigma;
        private final double[] upper;
        private final double[] lower;
        private final double[] distributionUpper;
        private final double[] distributionLower;

        Elements(INDArray array, int channels) {
            this.channels = channels;
            width = (int) array.size(-1);
            means = width == 3 * channels;
            values = array.dup('c').castTo(DataType.DOUBLE).data().asDouble();
            int count = values.length / width * channels;
            centred = new double[count];
            sigma = new double[count];
            upper = new double[count];
            lower = new double[count];
            for (int i = 0; i < count; i++) {
                centred[i] = values[at(i)] - (means ? values[at(i) + 2 * channels] : 0);
                sigma[i] = Math.max(values[at(i) + channels], SCALE_BOUND);
                upper[i] = (0.5 - Math.abs(centred[i])) / sigma[i];
                lower[i] = (-0.5 - Math.abs(centred[i])) / sigma[i];
            }
            distributionUpper = distribution(upper);
            distributionLower = distribution(lower);
        }

        int count() {
            return centred.length;
        }

        int at(int i) {
            return i / channels * width + i % channels;
        }

        double mass(int i) {
            return distributionUpper[i] - distributionLower[i];
        }

        private static double[] distribution(double[] x) {
            INDArray z = Nd4j.createFromArray(x).muli(-SQRT_HALF);
            return Nd4j.exec(new Erfc(z, z)).muli(0.5).data().asDouble();
        }
    }
}
