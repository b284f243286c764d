package org.nec4j.export;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.TileGrid;

/**
 * How images that are more than a model's input are encoded, and what of their geography is kept.
 *
 * @param tiles     how they are cut; nothing makes one embedding of each image, whatever its size
 * @param minValid  the least share of a tile's pixels that must be known, 0 to 1; a tile of which none is known is never taken
 * @param geography whether it is looked for
 * @param sidecar   a table of where and when images were taken
 */
public record Scenes(Optional<TileGrid> tiles, double minValid, Geography geography, Optional<Path> sidecar) {
    /** Every image as one embedding, with the geography that its file states. */
    public static final Scenes WHOLE = new Scenes(Optional.empty(), 0, Geography.AUTO, Optional.empty());

    /** Whether it is looked for where images lie. */
    public enum Geography {
        /** Kept where there is some. */
        AUTO,
        /** Not looked for. */
        NONE,
        /** An image without is refused. */
        REQUIRED
    }

    public Scenes {
        if (!(minValid >= 0 && minValid <= 1)) {
            throw new UserException("a least share of valid pixels of " + minValid + ", expected a number from 0 to 1");
        }
        if (minValid > 0 && tiles.isEmpty()) {
            throw new UserException("a least share of valid pixels is for tiles; name their size with --tile");
        }
        if (geography == Geography.NONE && sidecar.isPresent()) {
            throw new UserException(sidecar.get()
                    + ": says where images lie, and no geography is to be kept; leave out one of the two");
        }
    }
}
