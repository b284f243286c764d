package org.nec4j.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Box;
import org.nec4j.data.Dataset;
import org.nec4j.data.Edge;
import org.nec4j.data.Sample;
import org.nec4j.data.SceneParts;
import org.nec4j.data.TileGrid;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** What is encoded under which key: images whole, or tile by tile. */
final class EncodingPlan {
    private final Preprocessing preprocessing;
    private final Scenes scenes;
    private final Map<String, Item> items = new LinkedHashMap<>();

    /** The largest share of known pixels that a tile was found to have. */
    private double fullest;

    /**
     * What becomes one embedding.
     *
     * @param sample its image
     * @param tile   its part of it; nothing takes the image whole
     * @param index  its place in the plan as it was made
     */
    record Item(Sample sample, Optional<TileGrid.Tile> tile, int index) {}

    private EncodingPlan(Preprocessing preprocessing, Scenes scenes) {
        this.preprocessing = preprocessing;
        this.scenes = scenes;
    }

    /** Finds the sizes of images that are cut, and refuses two items of one key. */
    static EncodingPlan of(Dataset images, Preprocessing preprocessing, Scenes scenes, Path output, Console console) {
        EncodingPlan plan = new EncodingPlan(preprocessing, scenes);
        if (scenes.tiles().isEmpty()) {
            images.samples()
                    .forEach(sample -> plan.put(ArchiveKeys.ofImage(sample.key()), sample, Optional.empty(), output));
        } else {
            plan.cut(images, scenes.tiles().get(), output, console);
        }
        return plan;
    }

    /** Of whole images whose keys are known. */
    static EncodingPlan ofKeys(Map<String, Sample> images, Preprocessing preprocessing) {
        EncodingPlan plan = new EncodingPlan(preprocessing, Scenes.WHOLE);
        images.forEach((key, sample) -> plan.items.put(key, new Item(sample, Optional.empty(), plan.items.size())));
        return plan;
    }

    private void cut(Dataset images, TileGrid grid, Path output, Console console) {
        if (!grid.tile().hasAspectOf(preprocessing.size())) {
            throw new UserException("tiles of " + grid.tile()
                    + " pixels have another aspect than the codec's images of "
                    + preprocessing.size() + " (rows x columns), so that part of each would be cut off; take --tile "
                    + preprocessing.size().written() + " or a multiple of it");
        }
        double pixels = 0;
        double covered = 0;
        int small = 0;
        try (Progress progress = console.progress("cutting", images.size(), "scenes")) {
            int done = 0;
            for (Sample sample : images.samples()) {
                List<TileGrid.Tile> tiles;
                try (SceneParts parts = SceneParts.open(sample.path(), preprocessing.bands())) {
                    tiles = grid.of(parts.width(), parts.height());
                    if (tiles.isEmpty() && grid.edge() == Edge.SHIFT) {
                        throw new UserException(sample.path() + ": " + parts.width() + "x" + parts.height()
                                + " pixels, smaller than a tile of " + grid.tile()
                                + " pixels; take smaller tiles, or pad it (--edge pad) or leave it out (--edge drop)");
                    }
                    pixels += (double) parts.width() * parts.height();
                    covered += covered(tiles, parts);
                }
                small += tiles.isEmpty() ? 1 : 0;
                for (TileGrid.Tile tile : tiles) {
                    String key = ArchiveKeys.ofImage(sample.key()) + "/" + tile.row() + "_" + tile.column();
                    put(key, sample, Optional.of(tile), output);
                }
                progress.at(++done);
            }
        }
        if (items.isEmpty()) {
            throw new UserException("no tile of " + grid.tile() + " pixels fits into "
                    + (images.size() == 1 ? images.samples().get(0).path() : "any of the " + images.size() + " scenes")
                    + "; take smaller tiles (--tile), or pad scenes (--edge pad)");
        }
        String outside = covered < pixels && !grid.leavesGaps()
                ? String.format(
                        Locale.ROOT,
                        "; %.1f %% of their pixels lie in no tile (--edge pad or shift would take them)",
                        100 * (1 - covered / pixels))
                : "";
        String left = small == 0 ? "" : ", " + small + " of them smaller than a tile";
        console.say(images.size() + (images.size() == 1 ? " scene" : " scenes") + " cut into " + items.size()
                + " tiles of " + grid.tile() + " pixels every " + grid.stride() + left + outside + ".");
    }

    /** How many of an image's pixels lie between the first and the end of the last tile. */
    private static double covered(List<TileGrid.Tile> tiles, SceneParts parts) {
        if (tiles.isEmpty()) {
            return 0;
        }
        Box last = parts.inside(tiles.get(tiles.size() - 1).box());
        return (double) (last.left() + last.width()) * (last.top() + last.height());
    }

    private void put(String key, Sample sample, Optional<TileGrid.Tile> tile, Path output) {
        Item other = items.putIfAbsent(key, new Item(sample, tile, items.size()));
        if (other != null) {
            throw new UserException(other.sample().path() + " and " + sample.path() + " would both be written to "
                    + output + " as " + key + "; encode them into different folders");
        }
    }

    Map<String, Item> items() {
        return items;
    }

    /** Whether items are tiles. */
    boolean isCut() {
        return scenes.tiles().isPresent();
    }

    /** Leaves out tiles of which too little is known; only what may lack pixels is looked at. The keys that are left. */
    List<String> valid(Collection<String> keys, Console console) {
        if (!isCut()) {
            return List.copyOf(keys);
        }
        List<String> valid = new ArrayList<>();
        Optional<Sample> opened = Optional.empty();
        Optional<SceneParts> parts = Optional.empty();
        try (Progress progress = console.progress("looking for known pixels", keys.size(), "tiles")) {
            int done = 0;
            for (String key : keys) {
                Item item = items.get(key);
                if (!opened.equals(Optional.of(item.sample()))) {
                    parts.ifPresent(SceneParts::close);
                    parts = Optional.of(SceneParts.open(item.sample().path(), preprocessing.bands()));
                    opened = Optional.of(item.sample());
                }
                if (isValid(parts.get(), item.tile().orElseThrow().box())) {
                    valid.add(key);
                }
                progress.at(++done);
            }
        } finally {
            parts.ifPresent(SceneParts::close);
        }
        int left = keys.size() - valid.size();
        if (left > 0) {
            console.say(left + " of " + keys.size() + " tiles are left out: "
                    + (scenes.minValid() > 0
                            ? String.format(
                                    Locale.ROOT, "of their pixels less than %s %% are known.", 100 * scenes.minValid())
                            : "none of their pixels is known."));
        }
        return valid;
    }

    private boolean isValid(SceneParts parts, Box box) {
        Box inside = parts.inside(box);
        long known = parts.mayLack() ? parts.known(inside) : (long) inside.width() * inside.height();
        double all = (double) box.width() * box.height();
        fullest = Math.max(fullest, known / all);
        return known > 0 && known >= scenes.minValid() * all;
    }

    /** Why nothing is written where {@link #valid} left no tile. */
    UserException noneIsValid(Path output) {
        return new UserException(output + ": nothing is written, as "
                + (fullest > 0
                        ? String.format(
                                Locale.ROOT,
                                "no tile has as many known pixels as --min-valid %s asks for; the fullest has %.3f of"
                                        + " its own, so lower it, or cut smaller tiles with --tile",
                                scenes.minValid(),
                                Math.floor(1000 * fullest) / 1000)
                        : "no tile has a pixel that is known; check what the images or the sidecar state as no-data"));
    }
}
