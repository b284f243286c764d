package org.nec4j.map;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.geo.Footprint;
import org.nec4j.progress.Console;
import org.nec4j.search.Precision;
import org.nec4j.search.Search;
import org.nec4j.search.VectorFile;

/** The verb {@code map}: the footprints of an archive's embeddings in one page, without a network. */
public final class MapPage {
    /** More footprints than these no browser draws with pleasure. */
    private static final int MOST = 200_000;

    private static final double PLACES = 1e6;

    private MapPage() {}

    /**
     * What was drawn.
     *
     * @param tiles   footprints
     * @param without embeddings of which it is not known where they lie
     */
    public record Drawn(int tiles, int without) {}

    /**
     * Writes the page.
     *
     * @param codec    of the archive; needed where its vectors are not there yet
     * @param clusters number of groups of like embeddings
     * @throws UserException where no embedding has bounds, or far too many have
     */
    public static Drawn write(
            Path archive, Optional<Path> codec, Precision precision, int clusters, Path page, Console console) {
        if (clusters < 1 || clusters > Colouring.MOST_CLUSTERS) {
            throw new UserException("--clusters is " + clusters + ", expected 1 to " + Colouring.MOST_CLUSTERS);
        }
        try (Archive open = Archive.open(archive)) {
            List<Integer> placed = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                if (open.place(i).flatMap(Place::bounds).isPresent()) {
                    placed.add(i);
                }
            }
            if (placed.isEmpty()) {
                throw new UserException(
                        archive + ": says of no embedding where it lies; encode GeoTIFFs, or name a table of"
                                + " places (nec4j encode --sidecar)");
            }
            if (placed.size() > MOST) {
                throw new UserException(archive + ": " + placed.size() + " footprints, at most " + MOST
                        + " are drawn in one page; map a part of it (nec4j archive extract --key, or encode by"
                        + " region)");
            }
            Colouring colouring;
            try (VectorFile vectors = Search.vectors(archive, codec, precision, console)) {
                colouring = Colouring.of(placed.stream().map(vectors::vector).toList(), clusters);
            }
            String html = template()
                    .replace("/*TITLE*/", escaped(String.valueOf(archive.getFileName())))
                    .replace("/*DATA*/", data(open, placed, colouring).replace("<", "\\u003c"));
            AtomicFile.write(page, html.getBytes(StandardCharsets.UTF_8));
            return new Drawn(placed.size(), open.size() - placed.size());
        }
    }

    private static String data(Archive archive, List<Integer> placed, Colouring colouring) {
        Footprint footprint = new Footprint();
        List<Archive.Entry> entries = archive.entries();
        List<Object> tiles = new ArrayList<>();
        Map<String, Integer> scenes = new LinkedHashMap<>();
        for (int i = 0; i < placed.size(); i++) {
            int number = placed.get(i);
            Place place = archive.place(number).orElseThrow();
            List<Object> rings = new ArrayList<>();
            for (List<double[]> ring : footprint.of(place)) {
                List<Double> flat = new ArrayList<>();
                for (double[] point : ring) {
                    flat.add(Math.rint(point[0] * PLACES) / PLACES);
                    flat.add(Math.rint(point[1] * PLACES) / PLACES);
                }
                rings.add(flat);
            }
            List<Object> tile = new ArrayList<>(List.of(
                    entries.get(number).key(),
                    entries.get(number).bytes(),
                    place.scene().time().map(Object::toString).orElse(""),
                    colouring.cluster(i)));
            tile.addAll(colouring.components(i));
            tile.add(scenes.computeIfAbsent(place.scene().source(), source -> scenes.size()));
            tile.add(rings);
            tiles.add(tile);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("clusters", colouring.clusters());
        data.put("shares", colouring.shares());
        data.put("scenes", List.copyOf(scenes.keySet()));
        data.put("tiles", tiles);
        return JsonObject.of(data).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String template() {
        try (InputStream in = MapPage.class.getResourceAsStream("map.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the page's template is in the program", e);
        }
    }
}
