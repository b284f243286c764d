package org.nec4j.data.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** What a synthetic scene shows; the ordinal is its label. The names are in alphabetical order. */
public enum SceneKind {
    /** Sea, surf and sand. */
    BEACH(Nature::beach),
    /** Dunes or bare earth. */
    DESERT(Nature::desert),
    /** Parcels of fields. */
    FARMLAND(Nature::farmland),
    /** Closed or nearly closed crowns. */
    FOREST(Nature::forest),
    /** Halls and yards. */
    INDUSTRIAL(Town::industrial),
    /** Still water with its shore. */
    LAKE(Nature::lake),
    /** Grassland with single trees. */
    MEADOW(Nature::meadow),
    /** Rows of cars. */
    PARKING(Town::parking),
    /** Houses along streets. */
    RESIDENTIAL(Town::residential),
    /** Flowing water with its banks. */
    RIVER(Nature::river);

    private final BiConsumer<Site, Objects> recipe;

    SceneKind(BiConsumer<Site, Objects> recipe) {
        this.recipe = recipe;
    }

    /** The lower-case word that files use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words of all kinds, in label order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(SceneKind::word).toList();
    }

    void draw(Site site) {
        recipe.accept(site, new Objects(site));
    }
}
