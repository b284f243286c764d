package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erfc;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.GaussianKernel;

/** The Gaussian conditional of ND4J operations in float64, for arrays of any type; slow, and the oracle of the fast one. */
final class PortableGaussianKernel implements GaussianKernel {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INV_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    @Override
    public double likelihoods(INDArray values, int channels, double bound, INDArray likelihoods) {
        Elements e = new Elements(values, channels, bound);
        likelihoods.assign(e.bounded.reshape('c', likelihoods.shape()).castTo(likelihoods.dataType()));
        return e.bits();
    }

    @Override
    public double bitsBackward(INDArray values, int channels, double bound, double scale, INDArray dvalues) {
        Elements e = new Elements(values, channels, bound);
        INDArray dp = e.bounded.rdiv(-scale / Math.log(2)); // [R, C]
        if (scale <= 0) {
            dp.muli(e.mass.gte(bound).castTo(DataType.DOUBLE));
        }
        INDArray upper = density(e.upper);
        INDArray lower = density(e.lower);
        INDArray dy = dp.mul(lower.sub(upper)).divi(e.sigma).muli(Transforms.sign(e.centred, true));
        INDArray dsigma = dp.mul(e.lower.mul(lower).subi(e.upper.mul(upper))).divi(e.sigma);
        INDArray passes = e.scales
                .gte(SCALE_BOUND)
                .castTo(DataType.DOUBLE)
                .addi(dsigma.lt(0).castTo(DataType.DOUBLE))
                .gt(0)
                .castTo(DataType.DOUBLE);
        INDArray all = Nd.rows(dvalues, dvalues.size(-1));
        part(all, 0, channels).assign(dy.castTo(dvalues.dataType()));
        part(all, 1, channels).assign(dsigma.mul(passes).castTo(dvalues.dataType()));
        if (e.means) {
            part(all, 2, channels).assign(dy.neg().castTo(dvalues.dataType()));
        }
        return e.bits();
    }

    private static INDArray part(INDArray rows, int part, int channels) {
        return rows.get(NDArrayIndex.all(), NDArrayIndex.interval(part * channels, (part + 1) * channels));
    }

    private static INDArray density(INDArray x) {
        return Transforms.exp(x.mul(x).muli(-0.5), false).muli(INV_SQRT_TWO_PI);
    }

    /** The ends of every element's interval in standard deviations, and the mass between them; all [R, C]. */
    private static final class Elements {
        private final boolean means;
        private final INDArray scales;
        private final INDArray centred;
        private final INDArray sigma;
        private final INDArray upper;
        private final INDArray lower;
        private final INDArray mass;
        private final INDArray bounded;

        Elements(INDArray array, int channels, double bound) {
            INDArray values = Nd.rows(array.castTo(DataType.DOUBLE), array.size(-1));
            means = array.size(-1) == 3L * channels;
            scales = part(values, 1, channels).dup('c');
            centred = part(values, 0, channels).dup('c');
            if (means) {
                centred.subi(part(values, 2, channels));
            }
            sigma = scales.dup('c');
            BooleanIndexing.replaceWhere(
                    sigma, SCALE_BOUND, Conditions.lessThan(SCALE_BOUND)); // keeps what is no number
            INDArray distance = Transforms.abs(centred, true);
            upper = distance.rsub(0.5).divi(sigma);
            lower = distance.rsub(-0.5).divi(sigma);
            mass = distribution(upper).subi(distribution(lower));
            bounded = mass.dup('c');
            BooleanIndexing.replaceWhere(bounded, bound, Conditions.lessThan(bound));
        }

        double bits() {
            return -Transforms.log(bounded, true).sumNumber().doubleValue() / Math.log(2);
        }

        private static INDArray distribution(INDArray x) {
            INDArray z = x.mul(-SQRT_HALF);
            return Nd4j.exec(new Erfc(z, z)).muli(0.5);
        }
    }
}
