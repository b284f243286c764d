package org.nec4j.geo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.Place;

/**
 * What pictures cover, as polygons of longitude and latitude: the corners of the window where its coordinate reference system is known, else the
 * rectangle of its bounds. What crosses the antimeridian becomes two polygons. For one thread.
 */
public final class Footprint {
    private static final double HALF_TURN = 180;
    private static final double FULL_TURN = 360;
    private static final int POLYGON = 3;
    private static final int MULTI_POLYGON = 6;

    private final Map<String, Optional<Reprojection>> reprojections = new HashMap<>();

    /** Rings of [longitude, latitude], each closed and counter-clockwise; none where it is not known where the picture lies. */
    public List<List<double[]>> of(Place place) {
        if (place.bounds().isEmpty()) {
            return List.of();
        }
        Place.Bounds b = place.bounds().get();
        boolean isAllRound = b.east() - b.west() >= FULL_TURN;
        Optional<List<double[]>> outline =
                isAllRound || place.scene().transform().isEmpty()
                        ? Optional.empty()
                        : place.scene()
                                .crs()
                                .flatMap(crs -> reprojections.computeIfAbsent(crs, Reprojection::of))
                                .flatMap(way -> way.outline(place.scene().transform(), place.window(), 0));
        return parts(outline.orElseGet(() -> rectangle(b)));
    }

    private static List<double[]> rectangle(Place.Bounds b) {
        double east = b.west() > b.east() ? b.east() + FULL_TURN : b.east();
        return List.of(
                new double[] {b.west(), b.south()},
                new double[] {east, b.south()},
                new double[] {east, b.north()},
                new double[] {b.west(), b.north()});
    }

    /** Cuts at the antimeridian what goes on beyond it. */
    private static List<List<double[]>> parts(List<double[]> outline) {
        List<List<double[]>> rings = new ArrayList<>();
        for (int turn = -1; turn <= 1; turn++) {
            double from = -HALF_TURN + turn * FULL_TURN;
            List<double[]> part = cut(cut(outline, from, 1), from + FULL_TURN, -1);
            List<double[]> moved = new ArrayList<>();
            for (double[] point : part) {
                moved.add(new double[] {point[0] - turn * FULL_TURN, point[1]});
            }
            if (Math.abs(area(moved)) > 0) {
                rings.add(closed(moved));
            }
        }
        return rings;
    }

    /** The part of a polygon to the east (side 1) or west (side -1) of a meridian, after Sutherland and Hodgman. */
    private static List<double[]> cut(List<double[]> polygon, double meridian, int side) {
        List<double[]> out = new ArrayList<>();
        for (int i = 0; i < polygon.size(); i++) {
            double[] here = polygon.get(i);
            double[] next = polygon.get((i + 1) % polygon.size());
            boolean isIn = side * (here[0] - meridian) >= 0;
            if (isIn) {
                out.add(here);
            }
            if (isIn != side * (next[0] - meridian) >= 0) {
                double share = (meridian - here[0]) / (next[0] - here[0]);
                out.add(new double[] {meridian, here[1] + share * (next[1] - here[1])});
            }
        }
        return out;
    }

    /** Twice the area, positive where the polygon runs counter-clockwise. */
    private static double area(List<double[]> polygon) {
        double area = 0;
        for (int i = 0; i < polygon.size(); i++) {
            double[] here = polygon.get(i);
            double[] next = polygon.get((i + 1) % polygon.size());
            area += here[0] * next[1] - next[0] * here[1];
        }
        return area;
    }

    private static List<double[]> closed(List<double[]> polygon) {
        List<double[]> ring = new ArrayList<>();
        boolean turns = area(polygon) < 0;
        for (int i = 0; i < polygon.size(); i++) {
            ring.add(polygon.get(turns ? polygon.size() - 1 - i : i));
        }
        ring.add(ring.get(0));
        return ring;
    }

    /** The rings as well-known binary (OGC 06-103r4): a polygon, or several. */
    public static byte[] wkb(List<List<double[]>> rings) {
        int points = rings.stream().mapToInt(List::size).sum();
        ByteBuffer out = ByteBuffer.allocate(9 + rings.size() * 13 + points * 2 * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (rings.size() != 1) {
            out.put((byte) 1).putInt(MULTI_POLYGON).putInt(rings.size());
        }
        for (List<double[]> ring : rings) {
            out.put((byte) 1).putInt(POLYGON).putInt(1).putInt(ring.size());
            ring.forEach(point -> out.putDouble(point[0]).putDouble(point[1]));
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
