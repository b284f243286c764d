package org.nec4j.data.synthetic;

/** How built-up scenes are drawn. */
final class Town {
    private static final double[][] ROOFS = {
        {156, 92, 72}, {134, 78, 62}, {120, 112, 108}, {96, 92, 94}, {170, 140, 112}, {142, 128, 118}, {188, 184, 178}
    };

    /** Streets on either side of the middle one that can be in sight. */
    private static final int REACH = 5;

    private Town() {}

    static void residential(Site site, Objects objects) {
        Dice dice = site.dice;
        site.canvas.ground(site.grass(), LandCover.GRASS);
        Frame frame = Frame.at(dice.between(-15, 15), dice.between(-15, 15), dice.between(0, 1.57));
        double depth = dice.between(24, 40);
        double street = dice.between(1.8, 3.2);
        Paint asphalt = site.pavement();
        streets(site, frame, depth, street, asphalt);
        double cross = dice.between(55, 110);
        Frame across = frame.shifted(dice.between(0, cross), 0);
        streets(site, new Frame(across.cx(), across.cy(), -across.sin(), across.cos()), cross, street, asphalt);
        double[][] roofs = {dice.pick(ROOFS), dice.pick(ROOFS), dice.pick(ROOFS)};
        double length = dice.between(3.6, 6.5);
        double vacancy = dice.between(0.03, 0.4);
        for (double v = -REACH * depth; v <= REACH * depth; v += depth) {
            for (int side = -1; side <= 1; side += 2) {
                row(site, objects, frame, v + side * (street + dice.between(5.5, 8)), length, vacancy, roofs);
            }
        }
        parked(site, objects, frame, depth, street);
        objects.trees(dice.between(5, 10), dice.between(0.1, 0.75), 1.2, dice.between(2, 3.6));
    }

    /** Parallel streets, all in one go. */
    private static void streets(Site site, Frame frame, double spacing, double halfWidth, Paint asphalt) {
        Shape nearest = (x, y) -> {
            double v = frame.v(x, y);
            return Math.abs(v - spacing * Math.rint(v / spacing)) - halfWidth;
        };
        site.canvas.fill(nearest, asphalt, LandCover.PAVEMENT);
    }

    private static void row(
            Site site, Objects objects, Frame frame, double v, double length, double vacancy, double[][] roofs) {
        Dice dice = site.dice;
        double u = -125 + dice.between(0, 10);
        while (u < 125) {
            double half = length * dice.between(0.75, 1.25);
            Frame house = frame.shifted(u + half, v + dice.between(-1, 1));
            if (!dice.chance(vacancy) && site.canvas.at(house.cx(), house.cy()) == LandCover.GRASS) {
                boolean turned = dice.chance(0.25);
                Frame roof = turned ? new Frame(house.cx(), house.cy(), -house.sin(), house.cos()) : house;
                objects.house(roof, half, half * dice.between(0.65, 0.9), site.jitter(dice.pick(roofs), 12));
            }
            u += 2 * half + dice.between(2, 8);
        }
    }

    private static void parked(Site site, Objects objects, Frame frame, double spacing, double street) {
        int cars = site.dice.below(25);
        for (int i = 0; i < cars; i++) {
            double v = spacing * (site.dice.below(2 * REACH + 1) - REACH)
                    + (street - 1.1) * (site.dice.chance(0.5) ? 1 : -1);
            objects.vehicle(frame.shifted(site.dice.between(-80, 80), v), 2.2, 0.95);
        }
    }

    static void industrial(Site site, Objects objects) {
        Dice dice = site.dice;
        boolean paved = dice.chance(0.7);
        site.canvas.ground(paved ? site.pavement() : site.soil(), paved ? LandCover.PAVEMENT : LandCover.SOIL);
        if (dice.chance(0.6)) {
            Shape green = Shape.below(field(dice), dice.between(-0.2, 0.1), 20);
            site.canvas.fill(green, site.grass(), LandCover.GRASS);
        }
        Frame frame = Frame.at(dice.between(-15, 15), dice.between(-15, 15), dice.between(0, 1.57));
        double cell = dice.between(32, 62);
        streets(site, frame, cell, dice.between(2, 4), site.pavement());
        for (double v = (0.5 - REACH) * cell; v < REACH * cell; v += cell) {
            double u = -130 + dice.between(0, cell);
            while (u < 130) {
                double halfLength = cell * dice.between(0.25, 0.75);
                double halfWidth = cell * dice.between(0.2, 0.4);
                Frame middle = frame.shifted(u + halfLength, v + dice.between(-2, 2));
                double use = dice.between(0, 1);
                if (use < 0.72) {
                    objects.hall(middle, halfLength, halfWidth);
                } else if (use < 0.84) {
                    objects.carPark(middle, halfLength, halfWidth, dice.between(0.2, 0.8));
                } else if (use < 0.92) {
                    tanks(site, middle, halfWidth);
                }
                u += 2 * halfLength + dice.between(3, 12);
            }
        }
        for (int i = dice.below(14); i > 0; i--) {
            Frame lorry = frame.shifted(
                    dice.between(-70, 70), cell * (dice.below(2 * REACH + 1) - REACH) + dice.between(-2, 2));
            objects.vehicle(lorry, dice.between(2, 5), 1.2);
        }
        objects.trees(dice.between(7, 14), dice.between(0, 0.4), 1.2, 2.8);
    }

    private static Shape field(Dice dice) {
        Noise noise = dice.noise();
        double period = dice.between(30, 60);
        return (x, y) -> noise.fractal(x, y, period, 3);
    }

    private static void tanks(Site site, Frame frame, double reach) {
        double radius = site.dice.between(3, 8);
        double[] colour = site.jitter(new double[] {206, 206, 202}, 16);
        for (double u = -reach; u <= reach; u += 2.6 * radius) {
            Frame middle = frame.shifted(u, 0);
            site.blockShadow(middle, radius * 0.7, radius * 0.7, 6);
            site.canvas.fill(
                    Shape.disc(middle.cx(), middle.cy(), radius),
                    middle.cx(),
                    middle.cy(),
                    radius + 1,
                    Paint.plain(colour),
                    LandCover.BUILDING);
        }
    }

    static void parking(Site site, Objects objects) {
        Dice dice = site.dice;
        site.canvas.ground(site.pavement(), LandCover.PAVEMENT);
        if (dice.chance(0.5)) {
            Shape green = Shape.below(field(dice), dice.between(-0.4, -0.15), 20);
            site.canvas.fill(green, site.grass(), LandCover.GRASS);
        }
        Frame frame = Frame.at(dice.between(-20, 20), dice.between(-20, 20), dice.between(0, 3.14));
        double halfLength = dice.between(35, 85);
        double halfWidth = dice.between(30, 75);
        site.canvas.fill(frame.rectangle(halfLength + 4, halfWidth + 4), site.pavement(), LandCover.PAVEMENT);
        objects.carPark(frame, halfLength, halfWidth, dice.between(0.15, 0.95));
        if (dice.chance(0.55)) {
            double half = dice.between(12, 30);
            objects.hall(frame.shifted(dice.between(-40, 40), halfWidth + 6 + half), half * dice.between(1, 2.2), half);
        }
        if (dice.chance(0.5)) {
            objects.hall(frame.shifted(-halfLength - 30, dice.between(-30, 30)), 22, dice.between(12, 40));
        }
        objects.trees(dice.between(8, 14), dice.between(0.1, 0.7), 1.2, 2.6);
    }

    /** A few buildings in the open. */
    static void farm(Site site, Objects objects) {
        Dice dice = site.dice;
        Frame yard = Frame.at(dice.between(-40, 40), dice.between(-40, 40), dice.between(0, 3.14));
        site.canvas.fill(yard.rectangle(14, 10), site.soil(), LandCover.SOIL);
        for (int i = 1 + dice.below(3); i > 0; i--) {
            Frame house = yard.shifted(dice.between(-10, 10), dice.between(-7, 7));
            objects.house(house, dice.between(4, 8), dice.between(3, 4), site.jitter(dice.pick(ROOFS), 12));
        }
    }
}
