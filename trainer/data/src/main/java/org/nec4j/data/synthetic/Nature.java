package org.nec4j.data.synthetic;

import java.util.Arrays;

/** How scenes outside of towns are drawn. */
final class Nature {
    private Nature() {}

    static void meadow(Site site, Objects objects) {
        Dice dice = site.dice;
        site.canvas.ground(site.grass(), LandCover.GRASS);
        if (dice.chance(0.4)) {
            objects.road(dice.between(0.6, 1.8), dice.between(2, 14));
        }
        if (dice.chance(0.3)) {
            bare(site);
        }
        objects.trees(dice.between(6, 14), dice.between(-0.05, 0.35), 1.2, dice.between(2, 4.5));
    }

    static void forest(Site site, Objects objects) {
        Dice dice = site.dice;
        site.canvas.ground(dice.chance(0.8) ? site.grass() : site.soil(), LandCover.GRASS);
        if (dice.chance(0.3)) {
            objects.road(dice.between(0.6, 1.6), dice.between(4, 18));
        }
        if (dice.chance(0.25)) {
            blob(site, dice.between(8, 20), site.grass(), LandCover.GRASS);
        }
        double radius = dice.between(2.2, 5);
        objects.trees(radius * dice.between(0.9, 1.2), dice.between(0.7, 1.3), radius * 0.6, radius * 1.15);
    }

    static void desert(Site site, Objects objects) {
        Dice dice = site.dice;
        boolean dunes = dice.chance(0.6);
        Paint ground = dunes ? site.sand() : site.soil();
        Noise warp = dice.noise();
        Frame wind = Frame.at(0, 0, dice.between(0, 3.14));
        double period = dice.between(7, 26);
        double strength = dunes ? dice.between(0.08, 0.25) : dice.between(0, 0.1);
        Paint waves = (x, y, rgb) -> {
            ground.at(x, y, rgb);
            double t = wind.v(x, y) / period + 1.6 * warp.fractal(x, y, 50, 3);
            double phase = t - Math.floor(t);
            double light = 1 + strength * (phase < 0.7 ? phase / 0.35 - 1 : (1 - phase) / 0.15 - 1);
            for (int c = 0; c < 3; c++) {
                rgb[c] *= light;
            }
        };
        site.canvas.ground(waves, dunes ? LandCover.SAND : LandCover.SOIL);
        if (dice.chance(0.3)) {
            objects.road(dice.between(0.8, 2.8), dice.between(0, 12));
        }
        if (dice.chance(0.5)) {
            objects.trees(dice.between(6, 14), dice.between(0.05, 0.5), 0.5, dice.between(1, 2));
        }
    }

    static void farmland(Site site, Objects objects) {
        Dice dice = site.dice;
        fields(site);
        if (dice.chance(0.5)) {
            objects.road(dice.between(0.8, 2.4), dice.between(0, 8));
        }
        if (dice.chance(0.3)) {
            blob(site, dice.between(8, 20), site.grass(), LandCover.GRASS);
            objects.trees(4, 0.9, 1.8, 3.2);
        }
        if (dice.chance(0.25)) {
            Town.farm(site, objects);
        }
    }

    static void lake(Site site, Objects objects) {
        Dice dice = site.dice;
        surroundings(site, objects);
        double radius = dice.between(24, 66);
        Shape shore = blobShape(site, dice.between(-30, 30), dice.between(-30, 30), radius, dice.between(0.3, 0.8));
        double rim = dice.between(0, 3);
        site.canvas.fill(
                (x, y) -> shore.distance(x, y) - rim, dice.chance(0.5) ? site.sand() : site.soil(), LandCover.SOIL);
        site.canvas.fill(shore, site.water(), LandCover.WATER);
        objects.trees(dice.between(4, 8), dice.between(0.1, 0.7), 1.5, 3.5);
    }

    static void river(Site site, Objects objects) {
        Dice dice = site.dice;
        surroundings(site, objects);
        Frame frame = Frame.at(dice.between(-25, 25), dice.between(-25, 25), dice.between(0, 3.14));
        double halfWidth = dice.between(3.5, 20);
        WindingLine course = new WindingLine(frame, halfWidth, dice.between(3, 24), dice.between(80, 200), dice);
        Noise noise = dice.noise();
        Shape bank = Shape.frayed(course, noise, 18, 4);
        double rim = dice.between(0, 3);
        site.canvas.fill(
                (x, y) -> bank.distance(x, y) - rim, dice.chance(0.4) ? site.sand() : site.soil(), LandCover.SOIL);
        site.canvas.fill(bank, site.water(), LandCover.WATER);
        objects.trees(dice.between(4, 8), dice.between(0.1, 0.7), 1.5, 3.5);
        if (dice.chance(0.2)) {
            objects.road(dice.between(1.8, 3), 1);
        }
    }

    static void beach(Site site, Objects objects) {
        Dice dice = site.dice;
        site.canvas.ground(dice.chance(0.7) ? site.grass() : site.soil(), LandCover.GRASS);
        Frame frame = Frame.at(dice.between(-20, 20), dice.between(-20, 20), dice.between(0, 6.28));
        WindingLine coast = new WindingLine(frame, 0, dice.between(2, 12), dice.between(120, 260), dice);
        Noise noise = dice.noise();
        Shape sea = Shape.frayed(coast::side, noise, 22, 3);
        double width = dice.between(8, 45);
        site.canvas.fill(
                (x, y) -> sea.distance(x, y) - width - 5 * noise.fractal(x, y, 9, 3), site.sand(), LandCover.SAND);
        double wet = dice.between(1, 4);
        site.canvas.shadow((x, y) -> sea.distance(x, y) - wet, 0, 0, 200, 0.25);
        site.canvas.fill(sea, surf(site, sea), LandCover.WATER);
        objects.trees(dice.between(4, 9), dice.between(0.1, 0.8), 1, 3);
    }

    private static Paint surf(Site site, Shape sea) {
        Dice dice = site.dice;
        Paint water = site.water();
        Noise noise = dice.noise();
        double reach = dice.between(4, 22);
        double strength = dice.between(0.2, 0.9);
        return (x, y, rgb) -> {
            water.at(x, y, rgb);
            double depth = -sea.distance(x, y) / reach;
            double shallow = Math.max(0, 1 - depth);
            double breaking = Math.max(0, 1 - 3 * Math.abs(depth - 0.25 - 0.3 * noise.fractal(x, y, 20, 3)));
            double foam = strength * Math.max(breaking * Math.max(0, 0.4 + noise.fractal(x, y, 4, 3)), 1 - 6 * depth);
            for (int c = 0; c < 3; c++) {
                rgb[c] += shallow * 0.3 * (190 - 10 * c - rgb[c]);
                rgb[c] += Math.max(0, foam) * (238 - rgb[c]);
            }
        };
    }

    private static void surroundings(Site site, Objects objects) {
        Dice dice = site.dice;
        double kind = dice.between(0, 1);
        if (kind < 0.35) {
            fields(site);
        } else {
            site.canvas.ground(
                    kind < 0.85 ? site.grass() : site.soil(), kind < 0.85 ? LandCover.GRASS : LandCover.SOIL);
        }
        if (dice.chance(0.4)) {
            objects.road(dice.between(0.8, 2.6), dice.between(0, 12));
        }
    }

    /** Parcels between cuts at random distances along two turned axes. */
    static void fields(Site site) {
        Dice dice = site.dice;
        Frame frame = Frame.at(0, 0, dice.between(0, 3.14));
        double size = dice.between(18, 60);
        Paint margin = site.grass();
        site.canvas.ground(margin, LandCover.GRASS);
        double[] rows = cuts(dice, size);
        double gap = dice.between(0.2, 0.9);
        for (int r = 0; r + 1 < rows.length; r++) {
            double[] columns = cuts(dice, size * dice.between(0.6, 1.8));
            for (int c = 0; c + 1 < columns.length; c++) {
                double halfLength = (columns[c + 1] - columns[c]) / 2 - gap;
                double halfWidth = (rows[r + 1] - rows[r]) / 2 - gap;
                Frame middle = frame.shifted((columns[c] + columns[c + 1]) / 2, (rows[r] + rows[r + 1]) / 2);
                if (dice.chance(0.93)) {
                    site.canvas.fill(
                            middle.rectangle(halfLength, halfWidth),
                            middle.cx(),
                            middle.cy(),
                            halfLength + halfWidth,
                            site.crop(),
                            LandCover.CROPS);
                }
            }
        }
    }

    private static double[] cuts(Dice dice, double size) {
        double[] cuts = new double[64];
        int n = 0;
        for (double at = -130; at < 130 + size && n < cuts.length; at += size * dice.between(0.5, 1.5)) {
            cuts[n++] = at;
        }
        return Arrays.copyOf(cuts, n);
    }

    private static void bare(Site site) {
        blob(site, site.dice.between(6, 20), site.soil(), LandCover.SOIL);
    }

    private static void blob(Site site, double radius, Paint paint, LandCover kind) {
        double x = site.dice.between(-50, 50);
        double y = site.dice.between(-50, 50);
        site.canvas.fill(blobShape(site, x, y, radius, 0.6), paint, kind);
    }

    private static Shape blobShape(Site site, double cx, double cy, double radius, double ragged) {
        Noise noise = site.dice.noise();
        Frame frame = Frame.at(cx, cy, site.dice.between(0, 3.14));
        double stretch = site.dice.between(0.55, 1);
        return (x, y) -> {
            double u = frame.u(x, y);
            double v = frame.v(x, y) / stretch;
            double distance = Math.sqrt(u * u + v * v) * stretch - radius;
            double frayed = radius * ragged;
            return Math.abs(distance) > frayed + 5 ? distance : distance - frayed * noise.fractal(x, y, 45, 4);
        };
    }
}
