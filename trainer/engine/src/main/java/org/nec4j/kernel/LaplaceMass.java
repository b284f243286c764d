package org.nec4j.kernel;

/** Bits of an interval of width 1 under a Laplace density around 0, with their slopes. StrictMath, so that all runs agree. */
final class LaplaceMass {
    private static final double PER_NAT = 1 / StrictMath.log(2);

    private double bits;
    private double byPlace;
    private double byScale;

    /** Of [place - 1/2, place + 1/2] under a density of this scale, which is positive. */
    void of(double place, double scale) {
        double a = Math.abs(place);
        double nats;
        double slope;
        double byB;
        if (a >= 0.5) {
            double beyond = (a - 0.5) / scale;
            double q = StrictMath.exp(-1 / scale);
            nats = beyond + StrictMath.log(2) - StrictMath.log1p(-q);
            slope = 1 / scale;
            byB = q / (scale * scale * (1 - q)) - beyond / scale;
        } else {
            double near = StrictMath.exp((a - 0.5) / scale);
            double far = StrictMath.exp((-a - 0.5) / scale);
            double mass = 1 - 0.5 * (near + far);
            nats = -StrictMath.log(mass);
            slope = 0.5 * (near - far) / (scale * mass);
            byB = 0.5 * (near * (0.5 - a) + far * (0.5 + a)) / (scale * scale * mass);
        }
        bits = nats * PER_NAT;
        byPlace = (place < 0 ? -slope : slope) * PER_NAT;
        byScale = byB * PER_NAT;
    }

    double bits() {
        return bits;
    }

    double byPlace() {
        return byPlace;
    }

    double byScale() {
        return byScale;
    }
}
