package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Edge;
import org.nec4j.data.ImageSize;
import org.nec4j.data.TileGrid;
import org.nec4j.export.Scenes;
import picocli.CommandLine.Option;

/** How scenes are cut into tiles, and what of their geography is kept. */
final class SceneOptions {
    @Option(
            names = "--tile",
            paramLabel = "PIXELS",
            converter = SizeConverter.class,
            description = {
                "Cuts every image into tiles of so many pixels, 128 or 96x160 (rows x columns), each an embedding of its own under the key"
                        + " IMAGE/ROW_COLUMN.",
                "TIFFs are read by windows. Without it every image is one embedding, however large."
            })
    private ImageSize tile;

    @Option(
            names = "--stride",
            paramLabel = "PIXELS",
            converter = SizeConverter.class,
            description = "From tile to tile, 128 or 96x160 (down x across); as --tile unless stated.")
    private ImageSize stride;

    @Option(
            names = "--edge",
            paramLabel = "WORD",
            description =
                    "What becomes of the rest at the right and below: drop (default), pad (tiles reach beyond), shift (the last tiles overlap).")
    private Edge edge;

    @Option(
            names = "--min-valid",
            paramLabel = "SHARE",
            description =
                    "Leaves out tiles of which less than this share of pixels is known, 0 to 1; those without any always.")
    private Double minValid;

    @Option(
            names = "--geography",
            defaultValue = "auto",
            paramLabel = "WORD",
            description =
                    "auto (default): where images lie is kept where GeoTIFFs say it; none: it is not; required: an image without is refused.")
    private Scenes.Geography geography;

    @Option(
            names = "--sidecar",
            paramLabel = "CSV",
            description =
                    "Where and when images were taken: columns path, and any of crs, time, transform, west, south, east, north; others are kept.")
    private Path sidecar;

    Scenes scenes() {
        if (tile == null && (stride != null || edge != null)) {
            throw new UserException("--stride and --edge are for tiles; name their size with --tile");
        }
        Optional<TileGrid> grid = Optional.ofNullable(tile)
                .map(size -> new TileGrid(size, stride == null ? size : stride, edge == null ? Edge.DROP : edge));
        return new Scenes(grid, minValid == null ? 0 : minValid, geography, Optional.ofNullable(sidecar));
    }
}
