package org.nec4j.data.synthetic;

/** Where and when a scene lies: its season, its light and the surfaces that grow from them. */
final class Site {
    final Painting canvas;
    final Dice dice;
    private final double dryness;
    private final double sunX;
    private final double sunY;
    private final double shadowLength;

    Site(Painting canvas, Dice dice) {
        this.canvas = canvas;
        this.dice = dice;
        this.dryness = dice.between(0, 1);
        double azimuth = dice.between(0, 6.28);
        this.sunX = StrictMath.cos(azimuth);
        this.sunY = StrictMath.sin(azimuth);
        this.shadowLength = dice.between(0.3, 0.9);
    }

    Paint grass() {
        double[] fresh = jitter(new double[] {92, 118, 62}, 14);
        double[] dry = jitter(new double[] {152, 140, 94}, 14);
        Noise noise = dice.noise();
        Paint one = Paint.rough(mix(fresh, dry, dryness), noise, dice.between(5, 14), 4, dice.between(0.12, 0.3));
        Paint other = Paint.rough(
                mix(fresh, dry, Math.min(1, dryness + dice.between(0.1, 0.5))), noise, 4, 3, dice.between(0.1, 0.3));
        return Paint.patchy(one, other, dice.noise(), dice.between(25, 70), dice.between(1, 3));
    }

    Paint soil() {
        double[] colour = jitter(
                dice.pick(new double[] {150, 120, 90}, new double[] {128, 104, 84}, new double[] {172, 148, 118}), 12);
        return Paint.rough(colour, dice.noise(), dice.between(6, 20), 5, dice.between(0.15, 0.35));
    }

    Paint sand() {
        double[] colour = jitter(
                dice.pick(new double[] {206, 184, 146}, new double[] {222, 208, 178}, new double[] {192, 158, 118}),
                12);
        return Paint.rough(colour, dice.noise(), dice.between(6, 25), 4, dice.between(0.04, 0.14));
    }

    Paint water() {
        double[] colour = jitter(
                dice.pick(
                        new double[] {38, 62, 84},
                        new double[] {58, 82, 74},
                        new double[] {104, 104, 82},
                        new double[] {48, 96, 112}),
                14);
        Frame waves = Frame.at(0, 0, dice.between(0, 3.14));
        Paint surface = Paint.rough(colour, dice.noise(), dice.between(15, 60), 4, dice.between(0.05, 0.2));
        return Paint.striped(surface, waves, dice.between(2.5, 5), dice.between(0, 0.06));
    }

    Paint pavement() {
        double grey = dice.between(88, 168);
        double[] colour = jitter(new double[] {grey, grey, grey}, 7);
        return Paint.rough(colour, dice.noise(), dice.between(3, 12), 4, dice.between(0.05, 0.14));
    }

    /** One crop, or the earth where it will grow. */
    Paint crop() {
        double[] colour = jitter(
                dice.pick(
                        new double[] {86, 122, 58},
                        new double[] {124, 142, 74},
                        new double[] {184, 166, 104},
                        new double[] {146, 116, 88},
                        new double[] {118, 94, 74},
                        new double[] {64, 98, 54}),
                16);
        Paint base = Paint.rough(colour, dice.noise(), dice.between(5, 22), 4, dice.between(0.06, 0.22));
        Frame rows = Frame.at(0, 0, dice.between(0, 3.14));
        return Paint.striped(base, rows, dice.between(1.8, 6), dice.chance(0.7) ? dice.between(0.03, 0.2) : 0);
    }

    double[] crownColour() {
        return jitter(mix(new double[] {54, 82, 44}, new double[] {104, 104, 58}, dryness * 0.7), 16);
    }

    /** A tree crown of this radius with its shadow. */
    void tree(double x, double y, double radius, double[] colour) {
        double reach = radius * 2.2 * shadowLength;
        canvas.shadow(
                Shape.disc(x - sunX * reach, y - sunY * reach, radius),
                x - sunX * reach,
                y - sunY * reach,
                radius + 1,
                0.4);
        double brightness = dice.between(0.8, 1.2);
        Paint crown = (px, py, rgb) -> {
            double lit = ((px - x) * sunX + (py - y) * sunY) / radius;
            for (int c = 0; c < 3; c++) {
                rgb[c] = colour[c] * brightness * (1 + 0.38 * lit);
            }
        };
        canvas.fill(Shape.disc(x, y, radius), x, y, radius + 1, crown, LandCover.TREES);
    }

    /** Darkens the ground where a block of this height keeps the sun away. */
    void blockShadow(Frame frame, double halfLength, double halfWidth, double height) {
        double radius = halfLength + halfWidth + height;
        Shape block = frame.rectangle(halfLength, halfWidth);
        for (double share = 0.34; share <= 1.01; share += 0.33) {
            double reach = share * height * shadowLength;
            canvas.shadow(block.moved(-sunX * reach, -sunY * reach), frame.cx(), frame.cy(), radius + 2, 0.26);
        }
    }

    /** How much light a roof gets that leans in a direction, about 0.75 to 1.25. */
    double lit(double dx, double dy) {
        return 1 + 0.25 * (dx * sunX + dy * sunY);
    }

    double[] jitter(double[] colour, double amount) {
        double common = dice.between(-amount, amount);
        double[] out = new double[3];
        for (int c = 0; c < 3; c++) {
            out[c] = colour[c] + common + dice.between(-amount, amount) * 0.4;
        }
        return out;
    }

    static double[] mix(double[] one, double[] other, double share) {
        double[] out = new double[3];
        for (int c = 0; c < 3; c++) {
            out[c] = one[c] + share * (other[c] - one[c]);
        }
        return out;
    }
}
