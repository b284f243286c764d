package org.nec4j.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.export.TableFormat;
import org.nec4j.progress.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nec4j-spark encode}. */
@Command(
        name = "encode",
        description = {
            "Encodes images on executors into the parts of an archive or of a GeoParquet table, a task a part; run"
                    + " again, it goes on.",
            "`nec4j archive merge` joins archives to what `nec4j encode` would have written; tables are read together."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j-spark encode -c codec.nec -o /shared/images.nema /shared/tiles",
            "  nec4j-spark encode -c codec.nec -o /shared/images.parquet --pooled /shared/tiles",
            "  nec4j-spark encode -c codec.nec -o /shared/images.nema --list tiles.txt --shards 64",
            "  nec4j-spark encode -c codec.nec -o /shared/images.nema --table /shared/tiles.parquet --bytes-column"
                    + " image"
        })
final class EncodeCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--codec"},
            required = true,
            paramLabel = "FILE",
            description = "A codec that nec4j export wrote; Spark brings it to the executors.")
    private Path codec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "ARCHIVE_OR_TABLE",
            description = "Named *.nema or *.parquet, on a file system that all machines mount;"
                    + " NAME.part-INDEX-of-COUNT.nema or .parquet are written.")
    private Path output;

    @Option(names = "--pooled", description = "Tables have the mean patch token of every embedding, too, as floats.")
    private boolean pooled;

    @Option(
            names = "--shards",
            paramLabel = "COUNT",
            description = "Parts to write. Default: as many as there are already, else one for a thousand images.")
    private Integer shards;

    @Option(names = "--list", paramLabel = "FILE", description = "A text file that names an image or a folder a line.")
    private Path list;

    @Option(
            names = "--table",
            paramLabel = "PARQUET",
            description = "A Parquet table of images, a row each, wherever Spark can read.")
    private String table;

    @Option(
            names = "--key-column",
            defaultValue = "key",
            paramLabel = "NAME",
            description = "Of a table: the embeddings' keys (default ${DEFAULT-VALUE}; else the files' names).")
    private String key;

    @Option(
            names = "--path-column",
            defaultValue = "path",
            paramLabel = "NAME",
            description = "Of a table: where the images lie (default ${DEFAULT-VALUE}).")
    private String path;

    @Option(
            names = "--bytes-column",
            defaultValue = "content",
            paramLabel = "NAME",
            description = "Of a table: the images' bytes, taken where there are any (default ${DEFAULT-VALUE}).")
    private String content;

    @Parameters(
            arity = "0..*",
            paramLabel = "IMAGE_OR_FOLDER",
            description = "Image files, or folders of them, on a file system that all machines mount.")
    private List<Path> sources = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (table != null && (list != null || !sources.isEmpty())
                || table == null && list == null && sources.isEmpty()) {
            throw new UserException("name images, folders or a --list of them, or else a --table.");
        }
        Console console = Main.console(spec);
        List<Path> paths = new ArrayList<>(sources);
        Optional.ofNullable(list).map(Images::listed).ifPresent(paths::addAll);
        try (Cluster cluster = Cluster.join("nec4j-spark encode")) {
            Images images = table == null
                    ? Images.of(Codec.open(codec), paths, output, console)
                    : new ImageTable(table, key, path, content).open(cluster.session());
            EncodeJob.Done done = EncodeJob.run(
                    cluster.spark(),
                    codec,
                    images,
                    output,
                    pooled,
                    shards == null ? OptionalInt.empty() : OptionalInt.of(shards),
                    console);
            spec.commandLine().getOut().println(told(done));
        }
        return 0;
    }

    private String told(EncodeJob.Done done) {
        String said = String.format(
                Locale.ROOT,
                "%d images encoded into %s%s, %d bytes, %.1f bytes an image%s",
                done.images(),
                done.parts() == 1 ? "" : done.parts() - done.before() + " parts of ",
                output,
                done.bytes(),
                (double) done.bytes() / Math.max(1, done.images()),
                done.before() == 0 ? "" : " (" + done.before() + " parts were there already)");
        boolean toMerge = done.parts() > 1 && !TableFormat.isTable(output);
        return toMerge ? said + "; nec4j archive merge " + output + " makes one archive of them" : said;
    }
}
