package org.nec4j.geo;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nec4j.data.tiff.GeoTags;

/**
 * A coordinate reference system.
 *
 * @param name what archives and tables call it: {@code EPSG:} and a number, or WKT2
 * @param proj PROJ's words for it, where it has no number and they are known
 */
record Crs(String name, Optional<String> proj) {
    static final Crs WGS84 = new Crs("EPSG:4326", Optional.empty());

    private static final Pattern EPSG = Pattern.compile("(?i)(?:urn:ogc:def:crs:)?EPSG:{1,2}([0-9]{4,6})");
    private static final Pattern WKT2 = Pattern.compile(
            "(?is)(PROJCRS|GEOGCRS|GEODCRS|BOUNDCRS|COMPOUNDCRS|ENGCRS|DERIVEDPROJCRS|GEODETICCRS|PROJECTEDCRS|GEOGRAPHICCRS)\\s*\\[.*\\]\\s*");

    /** By the number of the EPSG's registry. */
    static Crs epsg(int code) {
        return new Crs("EPSG:" + code, Optional.empty());
    }

    /** As people write it; nothing where it is neither a number of the EPSG's nor WKT2. */
    static Optional<Crs> of(String words) {
        var epsg = EPSG.matcher(words.strip());
        if (epsg.matches()) {
            return Optional.of(epsg(Integer.parseInt(epsg.group(1))));
        }
        return WKT2.matcher(words).matches() ? Optional.of(new Crs(words.strip(), Optional.empty())) : Optional.empty();
    }

    /** What a GeoTIFF states; nothing where it states none, or one that is not known here. */
    static Optional<Crs> of(GeoTags tags) {
        return new GeoKeys(tags).crs();
    }

    boolean isWgs84() {
        return name.toUpperCase(Locale.ROOT).equals(WGS84.name);
    }
}
