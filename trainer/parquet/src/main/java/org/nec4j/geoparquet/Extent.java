package org.nec4j.geoparquet;

import java.util.List;
import org.nec4j.codec.Place;

/** What all rows of a table cover together. */
final class Extent {
    private double west = 180;
    private double south = 90;
    private double east = -180;
    private double north = -90;
    private boolean crosses;

    void add(Place.Bounds bounds) {
        boolean isTorn = bounds.west() > bounds.east();
        crosses |= isTorn;
        west = Math.min(west, isTorn ? -180 : bounds.west());
        east = Math.max(east, isTorn ? 180 : bounds.east());
        south = Math.min(south, bounds.south());
        north = Math.max(north, bounds.north());
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return west > east;
    }

    List<Double> box() {
        return List.of(west, south, east, north);
    }

    /** GeoParquet's names of the kinds of geometry there are. */
    List<String> types() {
        return crosses ? List.of("Polygon", "MultiPolygon") : List.of("Polygon");
    }
}
