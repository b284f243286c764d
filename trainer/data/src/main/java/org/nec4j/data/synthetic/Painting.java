package org.nec4j.data.synthetic;

import java.util.Arrays;
import org.nec4j.data.ByteImage;

/**
 * The picture in the making, with its land cover. Its coordinates have their origin in the middle and are about {@code 128 / zoom}
 * units wide whatever the number of pixels, so a scene looks the same at every size.
 */
final class Painting {
    private static final double UNITS = 128;

    private final int side;
    private final double pixelsAUnit;
    private final float[] colour;
    private final byte[] cover;
    private final double[] rgb = new double[3];

    Painting(int side, double zoom) {
        this.side = side;
        this.pixelsAUnit = side * zoom / UNITS;
        this.colour = new float[side * side * 3];
        this.cover = new byte[side * side];
    }

    /** Half the width of the picture, in units. */
    double reach() {
        return side / (2 * pixelsAUnit);
    }

    /** Paints everything. */
    void ground(Paint paint, LandCover kind) {
        fill((x, y) -> -1, 0, 0, 3 * reach(), paint, kind);
    }

    /** Paints a shape that lies within {@code radius} of a point, with smooth edges. */
    void fill(Shape shape, double cx, double cy, double radius, Paint paint, LandCover kind) {
        int x0 = pixel(cx - radius);
        int x1 = pixel(cx + radius);
        int y0 = pixel(cy - radius);
        int y1 = pixel(cy + radius);
        for (int j = y0; j <= y1; j++) {
            double y = unit(j);
            for (int i = x0; i <= x1; i++) {
                double x = unit(i);
                double share = 0.5 - shape.distance(x, y) * pixelsAUnit;
                if (share > 0) {
                    paint.at(x, y, rgb);
                    blend(j * side + i, Math.min(share, 1));
                    if (share >= 0.5) {
                        cover[j * side + i] = (byte) kind.ordinal();
                    }
                }
            }
        }
    }

    /** Paints a shape wherever it lies. */
    void fill(Shape shape, Paint paint, LandCover kind) {
        fill(shape, 0, 0, 3 * reach(), paint, kind);
    }

    /** Darkens a shape that lies within {@code radius} of a point; the cover stays. */
    void shadow(Shape shape, double cx, double cy, double radius, double depth) {
        int x0 = pixel(cx - radius);
        int x1 = pixel(cx + radius);
        int y0 = pixel(cy - radius);
        int y1 = pixel(cy + radius);
        for (int j = y0; j <= y1; j++) {
            for (int i = x0; i <= x1; i++) {
                double share = Math.min(1, 0.5 - shape.distance(unit(i), unit(j)) * pixelsAUnit);
                if (share > 0) {
                    int p = (j * side + i) * 3;
                    colour[p] *= (float) (1 - depth * share);
                    colour[p + 1] *= (float) (1 - depth * share);
                    colour[p + 2] *= (float) (1 - 0.85 * depth * share);
                }
            }
        }
    }

    /** The cover at a point, or grass outside of the picture. */
    LandCover at(double x, double y) {
        double i = Math.floor((x + reach()) * pixelsAUnit);
        double j = Math.floor((y + reach()) * pixelsAUnit);
        boolean inside = i >= 0 && j >= 0 && i < side && j < side;
        return inside ? LandCover.values()[cover[(int) j * side + (int) i]] : LandCover.GRASS;
    }

    /** Light, haze and the camera's noise over everything, then 8 bits a sample. */
    Scene develop(double[] light, double haze, double grain, Dice dice) {
        byte[] samples = new byte[colour.length];
        for (int p = 0; p < samples.length; p++) {
            double value = colour[p] * light[p % 3] * (1 - haze) + (175 + 8 * (p % 3)) * haze;
            double noise = grain * dice.bell();
            samples[p] = (byte) (int) Math.max(0, Math.min(255, value + noise + 0.5));
        }
        return new Scene(new ByteImage(side, side, 3, samples), Arrays.copyOf(cover, cover.length));
    }

    private void blend(int pixel, double share) {
        for (int c = 0; c < 3; c++) {
            int p = pixel * 3 + c;
            colour[p] += (float) (share * (rgb[c] - colour[p]));
        }
    }

    private double unit(int pixel) {
        return (pixel + 0.5) / pixelsAUnit - reach();
    }

    private int pixel(double unit) {
        return (int) Math.max(0, Math.min(side - 1, Math.floor((unit + reach()) * pixelsAUnit)));
    }
}
