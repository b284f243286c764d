package org.nec4j.data.synthetic;

/** Things that stand on the ground: trees, roads, houses, halls, cars. */
final class Objects {
    private final Site site;
    private final Painting canvas;
    private final Dice dice;

    Objects(Site site) {
        this.site = site;
        this.canvas = site.canvas;
        this.dice = site.dice;
    }

    /** Trees where a random field is high, on ground that bears them. */
    void trees(double spacing, double share, double minRadius, double maxRadius) {
        Noise noise = dice.noise();
        double period = dice.between(20, 60);
        double[] colour = site.crownColour();
        double reach = canvas.reach() + maxRadius;
        for (double y = -reach; y < reach; y += spacing) {
            for (double x = -reach; x < reach; x += spacing) {
                double px = x + dice.between(-0.5, 0.5) * spacing;
                double py = y + dice.between(-0.5, 0.5) * spacing;
                double radius = dice.between(minRadius, maxRadius);
                boolean grows = 0.5 + 0.9 * noise.fractal(px, py, period, 3) < share;
                LandCover below = canvas.at(px, py);
                boolean bears = below == LandCover.GRASS
                        || below == LandCover.TREES
                        || below == LandCover.SOIL
                        || below == LandCover.SAND;
                if (grows && bears) {
                    site.tree(px, py, radius, site.jitter(colour, 7));
                }
            }
        }
    }

    /** A road with a line in its middle where it is wide. */
    WindingLine road(double halfWidth, double swing) {
        Frame frame = Frame.at(dice.between(-35, 35), dice.between(-35, 35), dice.between(0, 3.14));
        WindingLine course = new WindingLine(frame, halfWidth, swing, dice.between(90, 220), dice);
        canvas.fill(course, site.pavement(), LandCover.PAVEMENT);
        if (halfWidth > 2.5) {
            Shape line = (x, y) -> Math.abs(course.side(x, y)) - 0.2;
            canvas.fill(line, Paint.plain(205, 200, 180), LandCover.PAVEMENT);
        }
        return course;
    }

    /** A house under a roof of two slopes. */
    void house(Frame frame, double halfLength, double halfWidth, double[] roof) {
        site.blockShadow(frame, halfLength, halfWidth, dice.between(3, 6));
        double one = site.lit(-frame.sin(), frame.cos());
        double other = site.lit(frame.sin(), -frame.cos());
        Paint slopes = (x, y, rgb) -> {
            double light = frame.v(x, y) > 0 ? one : other;
            for (int c = 0; c < 3; c++) {
                rgb[c] = roof[c] * light;
            }
        };
        canvas.fill(
                frame.rectangle(halfLength, halfWidth),
                frame.cx(),
                frame.cy(),
                halfLength + halfWidth,
                slopes,
                LandCover.BUILDING);
    }

    /** A flat or ribbed hall with things on its roof. */
    void hall(Frame frame, double halfLength, double halfWidth) {
        site.blockShadow(frame, halfLength, halfWidth, dice.between(4, 9));
        double[] roof = site.jitter(
                dice.pick(
                        new double[] {212, 212, 208},
                        new double[] {150, 152, 156},
                        new double[] {108, 128, 152},
                        new double[] {172, 150, 132},
                        new double[] {128, 112, 104}),
                14);
        Paint base = Paint.rough(roof, dice.noise(), 18, 3, 0.07);
        Paint ribs = Paint.striped(base, frame, dice.between(3, 9), dice.chance(0.6) ? dice.between(0.03, 0.12) : 0);
        double radius = halfLength + halfWidth;
        canvas.fill(frame.rectangle(halfLength, halfWidth), frame.cx(), frame.cy(), radius, ribs, LandCover.BUILDING);
        int vents = dice.below(9);
        for (int i = 0; i < vents; i++) {
            Frame vent = frame.shifted(dice.between(-0.8, 0.8) * halfLength, dice.between(-0.8, 0.8) * halfWidth);
            double size = dice.between(0.7, 2);
            double grey = dice.between(70, 230);
            canvas.fill(
                    vent.rectangle(size, size),
                    vent.cx(),
                    vent.cy(),
                    2 * size + 1,
                    Paint.plain(grey, grey, grey),
                    LandCover.BUILDING);
        }
    }

    /** A car or, longer, a lorry. */
    void vehicle(Frame frame, double halfLength, double halfWidth) {
        double[] colour = dice.pick(
                new double[] {225, 225, 225},
                new double[] {60, 60, 66},
                new double[] {150, 152, 156},
                new double[] {150, 48, 44},
                new double[] {52, 74, 120},
                new double[] {190, 180, 160});
        site.blockShadow(frame, halfLength, halfWidth, 1.4);
        double radius = halfLength + halfWidth;
        canvas.fill(
                frame.rectangle(halfLength, halfWidth),
                frame.cx(),
                frame.cy(),
                radius,
                Paint.plain(colour),
                LandCover.VEHICLE);
        Frame glass = frame.shifted(halfLength * 0.25, 0);
        canvas.fill(
                glass.rectangle(halfLength * 0.2, halfWidth * 0.8),
                glass.cx(),
                glass.cy(),
                radius,
                Paint.plain(45, 50, 58),
                LandCover.VEHICLE);
    }

    /** Rows of stalls, some taken, over a rectangle of the frame. */
    void carPark(Frame frame, double halfLength, double halfWidth, double occupied) {
        double stall = dice.between(2.7, 3.1);
        double depth = dice.between(5.2, 5.8);
        double aisle = dice.between(6, 7.5);
        double module = 2 * depth + aisle;
        Paint line = Paint.plain(214, 214, 208);
        for (double v = -halfWidth; v + 2 * depth <= halfWidth; v += module) {
            for (double u = -halfLength; u + stall <= halfLength; u += stall) {
                Frame mark = frame.shifted(u, v + depth);
                canvas.fill(mark.rectangle(0.18, depth), mark.cx(), mark.cy(), depth + 1, line, LandCover.PAVEMENT);
                for (int row = 0; row < 2; row++) {
                    if (dice.chance(occupied)) {
                        Frame bay = frame.shifted(u + stall / 2, v + depth * (row + 0.5) + dice.between(-0.4, 0.4));
                        vehicle(new Frame(bay.cx(), bay.cy(), -bay.sin(), bay.cos()), 2.2, 0.95);
                    }
                }
            }
        }
    }
}
