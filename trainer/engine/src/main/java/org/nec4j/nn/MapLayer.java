package org.nec4j.nn;

import org.nec4j.kernel.Enlarging;

/** A layer on maps [B, H * W, C], which are square unless it is told how many rows they have. */
public abstract class MapLayer extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int rows;

    /** For DL4J's JSON. */
    MapLayer() {}

    MapLayer(String name) {
        super(name);
    }

    /** The same layer on maps of so many rows. */
    public MapLayer ofRows(int height) {
        rows = height;
        return this;
    }

    /** H of a map of so many pixels. */
    final int rows(long pixels) {
        return rows > 0 ? rows : Enlarging.rows(pixels, 1, 1);
    }
}
