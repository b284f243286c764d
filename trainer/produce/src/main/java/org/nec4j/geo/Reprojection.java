package org.nec4j.geo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;
import org.locationtech.proj4j.io.Proj4FileReader;
import org.nec4j.codec.Place;

/** From a coordinate reference system to degrees of longitude and latitude in WGS 84, by PROJ4J. For one thread. */
public final class Reprojection {
    private static final double FULL_TURN = 360;
    private static final double HALF_TURN = 180;

    /** Longitudes may go on beyond half a turn, on scenes across its end or counted from 0 to 360; what goes round more often is none. */
    private static final double MOST_TURNS = 2 * FULL_TURN;

    private static final double POLE = 90;

    /** Points between the corners of a window, on each of its sides: as many as PROJ takes for bounds. */
    private static final int POINTS = 21;

    private static final String EPSG = "EPSG:";

    /**
     * What PROJ4J's list says of the codes that were asked for last, nothing of a code that it does not know: to find one it reads 900 kB from
     * the front, and a set of images asks for the same code image after image.
     */
    private static final Map<String, Optional<String[]>> PARAMETERS =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final int LAST = 100;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Optional<String[]>> eldest) {
                    return size() > LAST;
                }
            });

    private final Optional<CoordinateTransform> transform;

    private Reprojection(Optional<CoordinateTransform> transform) {
        this.transform = transform;
    }

    /** Nothing where the system is none that PROJ4J knows. */
    public static Optional<Reprojection> of(String crs) {
        return Crs.of(crs).flatMap(Reprojection::of);
    }

    static Optional<Reprojection> of(Crs crs) {
        if (crs.isWgs84()) {
            return Optional.of(new Reprojection(Optional.empty()));
        }
        if (crs.proj().isEmpty() && !crs.name().startsWith(EPSG)) {
            return Optional.empty();
        }
        CRSFactory factory = new CRSFactory();
        try {
            Optional<String[]> parameters =
                    crs.proj().map(text -> text.split("\\s+")).or(() -> parameters(crs.name()));
            if (parameters.isEmpty()) {
                return Optional.empty();
            }
            CoordinateReferenceSystem from = factory.createFromParameters(crs.name(), parameters.get());
            CoordinateReferenceSystem to = factory.createFromParameters("WGS84", "+proj=longlat +datum=WGS84 +no_defs");
            return Optional.of(
                    new Reprojection(Optional.of(new CoordinateTransformFactory().createTransform(from, to))));
        } catch (Proj4jException | IllegalStateException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String[]> parameters(String code) {
        return PARAMETERS.computeIfAbsent(
                code, asked -> Optional.ofNullable(new Proj4FileReader().getParameters(asked)));
    }

    /** Longitude and latitude of a point; nothing where the point has none. */
    private Optional<double[]> degrees(double x, double y) {
        ProjCoordinate out = new ProjCoordinate(x, y);
        try {
            if (transform.isPresent()) {
                transform.get().transform(new ProjCoordinate(x, y), out);
            }
        } catch (Proj4jException | IllegalStateException outside) {
            return Optional.empty();
        }
        boolean isPoint = Math.abs(out.x) <= MOST_TURNS && Double.isFinite(out.y);
        return isPoint ? Optional.of(new double[] {out.x, out.y}) : Optional.empty();
    }

    /**
     * The outline of a window of pixels as points (longitude, latitude), the way round of its pixels' corners from the upper left one. Longitudes go on
     * beyond 180 where the outline does. Nothing where one of the points lies nowhere on the Earth.
     *
     * @param affine six numbers from pixels to the system, as {@link Place.Scene#transform}
     * @param between points between two corners
     */
    public Optional<List<double[]>> outline(List<Double> affine, Place.Window window, int between) {
        int[][] corners = {{0, 0}, {window.width(), 0}, {window.width(), window.height()}, {0, window.height()}};
        List<double[]> points = new ArrayList<>();
        for (int side = 0; side < corners.length; side++) {
            int[] from = corners[side];
            int[] to = corners[(side + 1) % corners.length];
            for (int i = 0; i <= between; i++) {
                double share = i / (between + 1.0);
                double column = window.left() + from[0] + share * (to[0] - from[0]);
                double row = window.top() + from[1] + share * (to[1] - from[1]);
                double x = affine.get(0) * column + affine.get(1) * row + affine.get(2);
                double y = affine.get(3) * column + affine.get(4) * row + affine.get(5);
                Optional<double[]> point = degrees(x, y);
                if (point.isEmpty()) {
                    return Optional.empty();
                }
                points.add(follow(points, point.get()));
            }
        }
        return Optional.of(points);
    }

    /** The same point, its longitude within half a turn of the last one's. */
    private static double[] follow(List<double[]> points, double[] next) {
        if (points.isEmpty()) {
            return next;
        }
        double last = points.get(points.size() - 1)[0];
        return new double[] {next[0] + FULL_TURN * Math.rint((last - next[0]) / FULL_TURN), next[1]};
    }

    /** What a window of pixels covers; nothing where parts of it lie nowhere on the Earth. */
    public Optional<Place.Bounds> bounds(List<Double> affine, Place.Window window) {
        return outline(affine, window, POINTS).flatMap(Reprojection::bounds);
    }

    private static Optional<Place.Bounds> bounds(List<double[]> outline) {
        double west = Double.POSITIVE_INFINITY;
        double east = Double.NEGATIVE_INFINITY;
        double south = Double.POSITIVE_INFINITY;
        double north = Double.NEGATIVE_INFINITY;
        for (double[] point : outline) {
            west = Math.min(west, point[0]);
            east = Math.max(east, point[0]);
            south = Math.min(south, point[1]);
            north = Math.max(north, point[1]);
        }
        if (Math.max(Math.abs(south), Math.abs(north)) > POLE) {
            return Optional.empty();
        }
        double first = outline.get(0)[0];
        double closing = follow(outline, new double[] {first, 0})[0];
        if (Math.abs(closing - first) > HALF_TURN) {
            // The outline runs once around a pole, which is then within.
            boolean isNorth = south + north > 0;
            return Optional.of(
                    new Place.Bounds(-HALF_TURN, isNorth ? south : -POLE, HALF_TURN, isNorth ? POLE : north));
        }
        return Optional.of(
                east - west >= FULL_TURN
                        ? new Place.Bounds(-HALF_TURN, south, HALF_TURN, north)
                        : new Place.Bounds(turned(west), south, turned(east), north));
    }

    private static double turned(double longitude) {
        return Math.abs(longitude) <= HALF_TURN ? longitude : longitude - FULL_TURN * Math.rint(longitude / FULL_TURN);
    }
}
