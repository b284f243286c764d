package org.nec4j.geo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.data.tiff.GeoTags;

/**
 * The coordinate reference system of a GeoTIFF's keys (OGC 19-008r4): by its number in the EPSG's registry, or, where it is the file's own,
 * written out as WKT2 for the projections that satellites' products use. Nothing where it is none of these.
 */
final class GeoKeys {
    private static final int MODEL = 1024;
    private static final int PROJECTED = 1;
    private static final int GEOGRAPHIC = 2;
    private static final int GEODETIC_CRS = 2048;
    private static final int ELLIPSOID = 2056;
    private static final int SEMI_MAJOR = 2057;
    private static final int SEMI_MINOR = 2058;
    private static final int INVERSE_FLATTENING = 2059;
    private static final int PROJECTED_CRS = 3072;
    private static final int METHOD = 3075;
    private static final int LINEAR_UNITS = 3076;
    private static final int METRE = 9001;
    private static final int OWN = 32767;

    private static final String DEGREE = "ANGLEUNIT[\"degree\",0.0174532925199433]";
    private static final String METRES = "LENGTHUNIT[\"metre\",1]";
    private static final String UNITY = "SCALEUNIT[\"unity\",1]";

    private static final double EARTH = 6378137;
    private static final double WGS_84 = 298.257223563;
    private static final double GRS_80 = 298.257222101;

    /** Geodetic systems and ellipsoids by number, on the Earth's usual half axis: their inverse flattenings. */
    private static final Map<Integer, Double> FLATTENINGS =
            Map.of(4326, WGS_84, 7030, WGS_84, 4258, GRS_80, 4269, GRS_80, 7019, GRS_80);

    /**
     * A parameter of a projection.
     *
     * @param keys  GeoKeys that may hold it, of which the first that is there counts
     * @param proj  PROJ's name of it
     * @param name  WKT2's name of it
     * @param unit  WKT2's unit of it
     * @param other its value where the file states none
     */
    private record Parameter(List<Integer> keys, String proj, String name, String unit, double other) {}

    /**
     * A method of projection.
     *
     * @param proj       PROJ's name of it
     * @param name       WKT2's name of it
     * @param parameters all that it has
     */
    private record Projection(String proj, String name, List<Parameter> parameters) {}

    private static final Parameter LATITUDE =
            new Parameter(List.of(3081, 3089), "lat_0", "Latitude of natural origin", DEGREE, 0);
    private static final Parameter LONGITUDE =
            new Parameter(List.of(3080, 3088, 3095), "lon_0", "Longitude of natural origin", DEGREE, 0);
    private static final Parameter SCALE =
            new Parameter(List.of(3092, 3093), "k_0", "Scale factor at natural origin", UNITY, 1);
    private static final Parameter EAST = new Parameter(List.of(3082), "x_0", "False easting", METRES, 0);
    private static final Parameter NORTH = new Parameter(List.of(3083), "y_0", "False northing", METRES, 0);

    private static final List<Parameter> CONIC = List.of(
            new Parameter(List.of(3085, 3081), "lat_0", "Latitude of false origin", DEGREE, 0),
            new Parameter(List.of(3084, 3080), "lon_0", "Longitude of false origin", DEGREE, 0),
            new Parameter(List.of(3078), "lat_1", "Latitude of 1st standard parallel", DEGREE, 0),
            new Parameter(List.of(3079), "lat_2", "Latitude of 2nd standard parallel", DEGREE, 0),
            new Parameter(List.of(3086, 3082), "x_0", "Easting at false origin", METRES, 0),
            new Parameter(List.of(3087, 3083), "y_0", "Northing at false origin", METRES, 0));

    /** By the numbers of the GeoKey for the method. */
    private static final Map<Integer, Projection> PROJECTIONS = Map.of(
            1, new Projection("tmerc", "Transverse Mercator", List.of(LATITUDE, LONGITUDE, SCALE, EAST, NORTH)),
            8, new Projection("lcc", "Lambert Conic Conformal (2SP)", CONIC),
            10, new Projection("laea", "Lambert Azimuthal Equal Area", List.of(LATITUDE, LONGITUDE, EAST, NORTH)),
            11, new Projection("aea", "Albers Equal Area", CONIC),
            24, new Projection("sinu", "Sinusoidal", List.of(LONGITUDE, EAST, NORTH)));

    private final GeoTags tags;

    GeoKeys(GeoTags tags) {
        this.tags = tags;
    }

    Optional<Crs> crs() {
        int model = number(MODEL);
        int projected = number(PROJECTED_CRS);
        int geodetic = number(GEODETIC_CRS);
        if (model == PROJECTED || model == 0 && projected != 0) {
            return isRegistered(projected) ? Optional.of(Crs.epsg(projected)) : written();
        }
        boolean isGeographic = model == GEOGRAPHIC || model == 0;
        return isGeographic && isRegistered(geodetic) ? Optional.of(Crs.epsg(geodetic)) : Optional.empty();
    }

    private int number(int key) {
        return tags.numbers().getOrDefault(key, 0);
    }

    private static boolean isRegistered(int code) {
        return code > 0 && code < OWN;
    }

    private Optional<Crs> written() {
        Projection projection = PROJECTIONS.get(number(METHOD));
        int units = number(LINEAR_UNITS);
        double axis = tags.doubles().getOrDefault(SEMI_MAJOR, EARTH);
        Optional<Double> flattening = inverseFlattening(axis);
        if (projection == null || units != METRE && units != 0 || flattening.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder proj = new StringBuilder("+proj=" + projection.proj());
        StringBuilder wkt =
                new StringBuilder("PROJCRS[\"unnamed\",BASEGEOGCRS[\"unknown\",DATUM[\"unknown\",ELLIPSOID[\"unknown\","
                        + axis + "," + flattening.get() + "," + METRES + "]],PRIMEM[\"Greenwich\",0," + DEGREE
                        + "]],CONVERSION[\"unnamed\",METHOD[\"" + projection.name() + "\"]");
        for (Parameter parameter : projection.parameters()) {
            double value = parameter.keys().stream()
                    .filter(tags.doubles()::containsKey)
                    .findFirst()
                    .map(tags.doubles()::get)
                    .orElse(parameter.other());
            proj.append(" +").append(parameter.proj()).append('=').append(value);
            wkt.append(",PARAMETER[\"" + parameter.name() + "\"," + value + "," + parameter.unit() + "]");
        }
        // PROJ4J takes no inverse flattening.
        double minor = flattening.get() == 0 ? axis : axis - axis / flattening.get();
        proj.append(" +a=" + axis + " +b=" + minor + " +units=m +no_defs");
        wkt.append("],CS[Cartesian,2],AXIS[\"easting\",east],AXIS[\"northing\",north]," + METRES + "]");
        return Optional.of(new Crs(wkt.toString(), Optional.of(proj.toString())));
    }

    /** 0 of a sphere; nothing where the file does not say which ellipsoid it means. */
    private Optional<Double> inverseFlattening(double axis) {
        Map<Integer, Double> doubles = tags.doubles();
        if (doubles.containsKey(INVERSE_FLATTENING)) {
            return Optional.of(doubles.get(INVERSE_FLATTENING));
        }
        if (doubles.containsKey(SEMI_MINOR)) {
            double minor = doubles.get(SEMI_MINOR);
            return Optional.of(minor == axis ? 0 : axis / (axis - minor));
        }
        return Optional.ofNullable(FLATTENINGS.get(number(ELLIPSOID)))
                .or(() -> Optional.ofNullable(FLATTENINGS.get(number(GEODETIC_CRS))));
    }
}
