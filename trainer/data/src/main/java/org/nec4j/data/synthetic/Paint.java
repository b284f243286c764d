package org.nec4j.data.synthetic;

/** The colour of a surface at a point. */
@FunctionalInterface
interface Paint {
    /** Puts red, green and blue, about 0 to 255, into {@code rgb}. */
    void at(double x, double y, double[] rgb);

    static Paint plain(double... colour) {
        return (x, y, rgb) -> System.arraycopy(colour, 0, rgb, 0, 3);
    }

    /** A colour whose brightness follows a random field. */
    static Paint rough(double[] colour, Noise noise, double period, int octaves, double strength) {
        return (x, y, rgb) -> {
            double light = 1 + strength * noise.fractal(x, y, period, octaves);
            for (int c = 0; c < 3; c++) {
                rgb[c] = colour[c] * light;
            }
        };
    }

    /** Two surfaces that give way to each other as a random field says. */
    static Paint patchy(Paint one, Paint other, Noise noise, double period, double sharpness) {
        double[] second = new double[3];
        return (x, y, rgb) -> {
            double share = Math.max(0, Math.min(1, 0.5 + sharpness * noise.fractal(x, y, period, 3)));
            one.at(x, y, rgb);
            other.at(x, y, second);
            for (int c = 0; c < 3; c++) {
                rgb[c] += share * (second[c] - rgb[c]);
            }
        };
    }

    /** A surface with parallel stripes. */
    static Paint striped(Paint base, Frame frame, double period, double strength) {
        return (x, y, rgb) -> {
            base.at(x, y, rgb);
            double place = frame.v(x, y) / period;
            double wave = Math.abs(place - Math.floor(place) - 0.5) * 4 - 1;
            for (int c = 0; c < 3; c++) {
                rgb[c] *= 1 + strength * wave;
            }
        };
    }
}
