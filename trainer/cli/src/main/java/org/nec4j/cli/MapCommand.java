package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.map.MapPage;
import org.nec4j.search.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j map}. */
@Command(
        name = "map",
        description = {
            "Draws the footprints of an archive's embeddings on a map, in one page that needs no network.",
            "Colours are clusters of mean patch tokens (k-means), their first three principal components, or bytes;"
                    + " the page switches between them."
        },
        footer = {"", "Examples:", "  nec4j map tiles.nema -c codec.nec -o map.html --clusters 4"})
final class MapCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "ARCHIVE", description = "The archive; embeddings without bounds are left out.")
    private Path archive;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Receives the page, such as map.html.")
    private Path output;

    @Option(
            names = {"-c", "--codec"},
            paramLabel = "FILE",
            description = "The archive's codec; needed unless ARCHIVE.vectors is there already (nec4j search).")
    private Path codec;

    @Option(
            names = "--clusters",
            defaultValue = "8",
            paramLabel = "K",
            description = "Number of clusters, 1 to 20; 8 unless stated.")
    private int clusters;

    @Option(
            names = "--precision",
            defaultValue = "float",
            paramLabel = "WORD",
            description = "As in nec4j search: float (default) or int8.")
    private Precision precision;

    MapCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        MapPage.Drawn drawn =
                MapPage.write(archive, Optional.ofNullable(codec), precision, clusters, output, context.console());
        context.out()
                .println(drawn.tiles() + (drawn.tiles() == 1 ? " footprint" : " footprints") + " drawn in " + output
                        + (drawn.without() == 0 ? "" : " (" + drawn.without() + " embeddings have none)"));
    }
}
