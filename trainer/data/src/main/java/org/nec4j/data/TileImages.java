package org.nec4j.data;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/**
 * Tiles of image files as images of their own. One file is open at a time, so they are best asked for in the order of their files.
 */
public final class TileImages implements ImageSource, Closeable {
    private final List<Tile> tiles;
    private final Optional<BandChoice> bands;
    private final byte[] fill;
    private Optional<Open> open = Optional.empty();

    /**
     * A tile of a file.
     *
     * @param sample the image
     * @param tile   its part
     */
    public record Tile(Sample sample, TileGrid.Tile tile) {}

    private record Open(Sample sample, SceneParts parts) {}

    /**
     * Nothing is opened yet.
     *
     * @param bands as {@link SceneParts#open} has it
     * @param fill  red, green and blue of what a padded tile has beyond its image
     */
    public TileImages(List<Tile> tiles, Optional<BandChoice> bands, byte[] fill) {
        this.tiles = List.copyOf(tiles);
        this.bands = bands;
        this.fill = fill.clone();
    }

    @Override
    public int size() {
        return tiles.size();
    }

    @Override
    public Picture image(int index) {
        Tile tile = tiles.get(index);
        return parts(tile.sample()).padded(tile.tile().box(), fill);
    }

    private synchronized SceneParts parts(Sample sample) {
        if (open.isEmpty() || !open.get().sample().equals(sample)) {
            close();
            open = Optional.of(new Open(sample, SceneParts.open(sample.path(), bands)));
        }
        return open.get().parts();
    }

    @Override
    public int label(int index) {
        return tiles.get(index).sample().label();
    }

    @Override
    public String name(int index) {
        Box box = tiles.get(index).tile().box();
        return tiles.get(index).sample().path() + ", tile at column " + box.left() + ", row " + box.top();
    }

    @Override
    public synchronized void close() {
        open.ifPresent(last -> last.parts().close());
        open = Optional.empty();
    }
}
