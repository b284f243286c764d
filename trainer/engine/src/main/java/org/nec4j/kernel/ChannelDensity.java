package org.nec4j.kernel;

/** One channel's density in double: the plain statement of the formulas that the fast kernel is tested against. */
final class ChannelDensity {
    private final DensityLayout layout;
    private final double[] raw; // [size]
    private final double[] effective; // [size], softplus(H), b, tanh(a)
    private final double[] gradient; // [size], with respect to the effective numbers
    private final double[] inputs; // [inputs] of the last forward pass
    private final double[] tanhs; // [inputs], tanh(u) of the unit that made the input; the first is unused

    ChannelDensity(DensityLayout layout, double[] raw) {
        this.layout = layout;
        this.raw = raw;
        effective = raw.clone();
        gradient = new double[layout.size];
        inputs = new double[layout.inputs];
        tanhs = new double[layout.inputs];
        for (int i = 0; i < layout.layers; i++) {
            for (int at = layout.matrix(i); at < layout.bias(i); at++) {
                effective[at] = Math.max(raw[at], 0) + Math.log1p(Math.exp(-Math.abs(raw[at])));
            }
            for (int j = 0; j < layout.out(i) && i < layout.layers - 1; j++) {
                effective[layout.factor(i) + j] = Math.tanh(raw[layout.factor(i) + j]);
            }
        }
    }

    double logit(double x) {
        inputs[0] = x;
        for (int i = 0; i < layout.layers - 1; i++) {
            for (int j = 0; j < layout.out(i); j++) {
                double u = affine(i, j);
                int unit = layout.input(i + 1) + j;
                tanhs[unit] = Math.tanh(u);
                inputs[unit] = u + effective[layout.factor(i) + j] * tanhs[unit];
            }
        }
        return affine(layout.layers - 1, 0);
    }

    private double affine(int i, int j) {
        double u = effective[layout.bias(i) + j];
        for (int k = 0; k < layout.in(i); k++) {
            u += effective[layout.matrix(i) + j * layout.in(i) + k] * inputs[layout.input(i) + k];
        }
        return u;
    }

    /** d/dx of dLogit * logit(x) at the last x; adds the parameters' share to the gradient. */
    double backward(double dLogit) {
        double[] dOut = {dLogit};
        for (int i = layout.layers - 1; i >= 0; i--) {
            double[] dIn = new double[layout.in(i)];
            for (int j = 0; j < layout.out(i); j++) {
                double du = dOut[j];
                if (i < layout.layers - 1) {
                    int factor = layout.factor(i) + j;
                    double t = tanhs[layout.input(i + 1) + j];
                    gradient[factor] += dOut[j] * t;
                    du *= 1 + effective[factor] * (1 - t * t);
                }
                gradient[layout.bias(i) + j] += du;
                for (int k = 0; k < dIn.length; k++) {
                    int at = layout.matrix(i) + j * dIn.length + k;
                    gradient[at] += du * inputs[layout.input(i) + k];
                    dIn[k] += du * effective[at];
                }
            }
            dOut = dIn;
        }
        return dOut[0];
    }

    /** The gradient collected so far, with respect to the raw parameters. */
    double[] rawGradient() {
        double[] d = gradient.clone();
        for (int i = 0; i < layout.layers; i++) {
            for (int at = layout.matrix(i); at < layout.bias(i); at++) {
                d[at] /= 1 + Math.exp(-raw[at]);
            }
            for (int j = 0; j < layout.out(i) && i < layout.layers - 1; j++) {
                int factor = layout.factor(i) + j;
                d[factor] *= 1 - effective[factor] * effective[factor];
            }
        }
        return d;
    }
}
