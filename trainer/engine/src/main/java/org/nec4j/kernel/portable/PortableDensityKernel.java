package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.kernel.Likelihood;

/** The density of ND4J operations in float64, for arrays of any type; slow, and the oracle of the fast one. */
final class PortableDensityKernel implements DensityKernel {
    @Override
    public void logits(INDArray x, DensityParameters parameters, INDArray logits, INDArray slopes) {
        DensityNetwork network = new DensityNetwork(parameters);
        DensityNetwork.Pass pass = network.forward(rows(x, parameters));
        assign(logits, pass.logits());
        assign(slopes, pass.backward(Nd4j.onesLike(pass.logits())));
    }

    @Override
    public double bits(INDArray y, DensityParameters parameters, Likelihood likelihood, double bound) {
        return new Interval(new DensityNetwork(parameters), rows(y, parameters), likelihood, bound).bits();
    }

    @Override
    public double likelihoods(
            INDArray y, DensityParameters parameters, Likelihood likelihood, double bound, INDArray likelihoods) {
        Interval interval = new Interval(new DensityNetwork(parameters), rows(y, parameters), likelihood, bound);
        assign(likelihoods, interval.bounded);
        return interval.bits();
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
        DensityNetwork network = new DensityNetwork(parameters);
        Interval interval = new Interval(network, rows(y, parameters), likelihood, bound);
        dy.addi(interval.backward(scale).reshape('c', dy.shape()).castTo(dy.dataType()));
        network.gradients(gradients);
        return interval.bits();
    }

    @Override
    public double quantileLoss(INDArray quantiles, DensityParameters parameters, double target, INDArray dquantiles) {
        INDArray x = Nd.rows(quantiles, 3).castTo(DataType.DOUBLE).permute(1, 0).dup('c'); // [3, C]
        DensityNetwork.Pass pass = new DensityNetwork(parameters).forward(x);
        INDArray targets = Nd4j.createFromArray(-target, 0.0, target).reshape('c', 3, 1);
        INDArray difference = pass.logits().subColumnVector(targets); // [3, C]
        INDArray gradient = pass.backward(Nd4j.onesLike(difference)).muli(Transforms.sign(difference, true)); // [3, C]
        assign(dquantiles, gradient.permute(1, 0).dup('c'));
        return Transforms.abs(difference, true).sumNumber().doubleValue();
    }

    private static INDArray rows(INDArray x, DensityParameters parameters) {
        return Nd.rows(x.castTo(DataType.DOUBLE), parameters.channels()); // [R, C]
    }

    private static void assign(INDArray array, INDArray values) {
        array.assign(values.reshape('c', array.shape()).castTo(array.dataType()));
    }

    /** The unit intervals around numbers [R, C], and their likelihoods. */
    private static final class Interval {
        private final DensityNetwork.Pass lower;
        private final DensityNetwork.Pass upper;
        /** By which both logits are multiplied: s, or 1 where the plain difference is asked for. */
        private final INDArray sign;

        private final INDArray probability;
        private final INDArray bounded;
        private final double bound;

        Interval(DensityNetwork network, INDArray y, Likelihood likelihood, double bound) {
            this.bound = bound;
            lower = network.forward(y.sub(0.5));
            upper = network.forward(y.add(0.5));
            sign = likelihood == Likelihood.SIGN
                    ? Transforms.sign(lower.logits().add(upper.logits()), false).negi()
                    : Nd4j.onesLike(y);
            probability = Transforms.abs(sigmoid(upper, 1).subi(sigmoid(lower, 1)), false);
            bounded = probability.dup('c');
            BooleanIndexing.replaceWhere(bounded, bound, Conditions.lessThan(bound)); // keeps what is no number
        }

        double bits() {
            return -Transforms.log(bounded, true).sumNumber().doubleValue() / Math.log(2);
        }

        /** The gradient of scale * bits with respect to y; the network takes its own down. */
        INDArray backward(double scale) {
            INDArray dp = bounded.rdiv(-scale / Math.log(2)); // [R, C]
            INDArray passes = scale > 0
                    ? Nd4j.onesLike(probability)
                    : probability.gte(bound).castTo(DataType.DOUBLE);
            dp.muli(passes).muli(sign).muli(sign); // nothing passes where s is 0
            INDArray du = dp.mul(slope(upper));
            INDArray dl = dp.mul(slope(lower)).negi();
            return upper.backward(du).addi(lower.backward(dl));
        }

        private INDArray sigmoid(DensityNetwork.Pass end, double direction) {
            return Transforms.sigmoid(end.logits().mul(sign).muli(direction), false);
        }

        private INDArray slope(DensityNetwork.Pass end) {
            return sigmoid(end, 1).muli(sigmoid(end, -1));
        }
    }
}
