package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of images as images of their own, image after image.
 *
 * @param images the whole images
 * @param tiles  where each tile lies
 */
public record TiledImages(ImageSource images, List<Tile> tiles) implements ImageSource {
    /**
     * A tile.
     *
     * @param image index of its image
     * @param box   its place there
     */
    public record Tile(int image, Box box) {}

    public TiledImages {
        tiles = List.copyOf(tiles);
    }

    /** Looks at every image once for its size; throws UserException where one is smaller than a tile. */
    public static TiledImages of(ImageSource images, Tiling tiling) {
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            ByteImage image = images.picture(i);
            for (Box box : tiling.of(image.width(), image.height(), images.name(i))) {
                tiles.add(new Tile(i, box));
            }
        }
        return new TiledImages(images, tiles);
    }

    /** The same tiles of other pixels, as an image codec leaves them. */
    public TiledImages on(ImageSource others) {
        return new TiledImages(others, tiles);
    }

    @Override
    public int size() {
        return tiles.size();
    }

    @Override
    public ByteImage image(int index) {
        Tile tile = tiles.get(index);
        return Tiling.cut(images.picture(tile.image), tile.box);
    }

    @Override
    public int label(int index) {
        return images.label(tiles.get(index).image);
    }

    @Override
    public String name(int index) {
        Box box = tiles.get(index).box;
        return images.name(tiles.get(index).image) + ", tile at column " + box.left() + ", row " + box.top();
    }
}
