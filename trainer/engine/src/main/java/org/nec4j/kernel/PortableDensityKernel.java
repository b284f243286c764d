package org.nec4j.kernel;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The density in plain double arithmetic, for any data type and backend; slow, and the oracle of the fast one. */
public final class PortableDensityKernel implements DensityKernel {
    @Override
    public void logits(INDArray x, DensityParameters parameters, INDArray logits, INDArray slopes) {
        ChannelDensity[] densities = densities(parameters);
        double[] values = doubles(x);
        double[] l = new double[values.length];
        double[] slope = new double[values.length];
        for (int n = 0; n < values.length; n++) {
            ChannelDensity density = densities[n % densities.length];
            l[n] = density.logit(values[n]);
            slope[n] = density.backward(1);
        }
        assign(logits, l);
        assign(slopes, slope);
    }

    @Override
    public double bits(INDArray y, DensityParameters parameters, Likelihood likelihood, double bound) {
        return bits(doubles(y), densities(parameters), likelihood, bound, new double[(int) y.length()]);
    }

    @Override
    public double likelihoods(
            INDArray y, DensityParameters parameters, Likelihood likelihood, double bound, INDArray likelihoods) {
        double[] bounded = new double[(int) y.length()];
        double bits = bits(doubles(y), densities(parameters), likelihood, bound, bounded);
        assign(likelihoods, bounded);
        return bits;
    }

    private static double bits(
            double[] y, ChannelDensity[] densities, Likelihood likelihood, double bound, double[] bounded) {
        double bits = 0;
        for (int n = 0; n < y.length; n++) {
            ChannelDensity density = densities[n % densities.length];
            double lower = density.logit(y[n] - 0.5);
            double upper = density.logit(y[n] + 0.5);
            bounded[n] = Math.max(probability(lower, upper, sign(lower, upper, likelihood)), bound);
            bits -= Math.log(bounded[n]) / Math.log(2);
        }
        return bits;
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
        ChannelDensity[] densities = densities(parameters);
        double[] values = doubles(y);
        double[] dValues = doubles(dy);
        double bits = 0;
        for (int n = 0; n < values.length; n++) {
            ChannelDensity density = densities[n % densities.length];
            double lower = density.logit(values[n] - 0.5);
            double upper = density.logit(values[n] + 0.5);
            double sign = sign(lower, upper, likelihood);
            double p = probability(lower, upper, sign);
            double bounded = Math.max(p, bound);
            bits -= Math.log(bounded) / Math.log(2);
            double dp = -scale / (bounded * Math.log(2));
            if (sign != 0 && (p >= bound || dp < 0)) {
                dValues[n] += density.backward(dp * sigmoidSlope(sign * upper));
                density.logit(values[n] - 0.5);
                dValues[n] += density.backward(-dp * sigmoidSlope(sign * lower));
            }
        }
        assign(dy, dValues);
        scatter(densities, gradients);
        return bits;
    }

    /** The sign by which both logits are multiplied: s, or 1 where the plain difference is asked for. */
    private static double sign(double lower, double upper, Likelihood likelihood) {
        return likelihood == Likelihood.SIGN ? -Math.signum(lower + upper) : 1;
    }

    private static double probability(double lower, double upper, double sign) {
        return Math.abs(sigmoid(sign * upper) - sigmoid(sign * lower));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double sigmoidSlope(double x) {
        return sigmoid(x) * sigmoid(-x);
    }

    private static ChannelDensity[] densities(DensityParameters parameters) {
        DensityLayout layout = new DensityLayout(parameters.widths());
        int channels = parameters.channels();
        double[][] raw = new double[channels][layout.size];
        int at = 0;
        for (INDArray tensor : parameters.layerByLayer()) {
            double[] values = doubles(tensor);
            int n = values.length / channels;
            for (int c = 0; c < channels; c++) {
                System.arraycopy(values, c * n, raw[c], at, n);
            }
            at += n;
        }
        ChannelDensity[] densities = new ChannelDensity[channels];
        for (int c = 0; c < channels; c++) {
            densities[c] = new ChannelDensity(layout, raw[c]);
        }
        return densities;
    }

    private static void scatter(ChannelDensity[] densities, DensityParameters gradients) {
        double[][] d = new double[densities.length][];
        for (int c = 0; c < densities.length; c++) {
            d[c] = densities[c].rawGradient();
        }
        int at = 0;
        List<INDArray> tensors = gradients.layerByLayer();
        for (INDArray tensor : tensors) {
            int n = (int) tensor.length() / densities.length;
            double[] values = new double[n * densities.length];
            for (int c = 0; c < densities.length; c++) {
                System.arraycopy(d[c], at, values, c * n, n);
            }
            assign(tensor, values);
            at += n;
        }
    }

    private static double[] doubles(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    private static void assign(INDArray array, double[] values) {
        array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()).castTo(array.dataType()));
    }
}
