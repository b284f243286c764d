package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.nec4j.backend.Backend;
import org.nec4j.export.EncoderRuntime;
import org.nec4j.export.Encoding;
import org.nec4j.gridded.GridCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nec4j encode}. */
@Command(
        name = "encode",
        description = "Encodes images into real entropy-coded bytes: a .nemb file each, or all into one archive or one"
                + " table. Encodes NetCDF files into archives of gridded fields: a .necg file each.",
        footer = {
            "",
            "Examples:",
            "  nec4j encode -c codec.nec -o out image.jpg",
            "  nec4j encode -c codec.nec -o out FOLDER",
            "  nec4j encode -c codec.nec -o images.nema FOLDER",
            "  nec4j encode -c codec.nec -o images.nema --shard 3/8 FOLDER",
            "  nec4j encode -c codec.nec -o tiles.nema --tile 32 --edge pad --min-valid 0.5 scene.tif",
            "  nec4j encode -c codec.nec -o tiles.parquet --tile 32 --pooled scene.tif",
            "  nec4j encode -c layered.nec -o layered.nema --bytes 60 FOLDER",
            "  nec4j encode -c layered.nec -o pooled --detail pooled --quality full FOLDER",
            "  nec4j encode -c sensing.nec -o measured FOLDER",
            "  nec4j encode -c fields.nec -o out --bound rel=0.01 fields.nc",
            "  nec4j encode -c fields.nec -o small.necg --without-model fields.nc"
        })
final class EncodeCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--codec"},
            required = true,
            paramLabel = "FILE",
            description = "A codec that nec4j export wrote.")
    private Path codec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUTPUT",
            description = {
                "A folder, which receives the files; those of a folder keep their place below it.",
                "Or an archive, named *.nema: added to if it is there; what it holds already is not encoded again.",
                "Or a table that is not there yet, named *.parquet: GeoParquet with a row an embedding."
            })
    private Path output;

    @Mixin
    private ShardOption shard;

    @Mixin
    private CodingPointOptions point;

    @Mixin
    private SceneOptions scenes;

    @Option(names = "--pooled", description = "A table has the mean patch token of every embedding, too, as floats.")
    private boolean pooled;

    @Mixin
    private GridOptions grids;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE_OR_FOLDER",
            description = "JPEG, PNG or TIFF files, or folders of them; for a codec of gridded fields NetCDF files.")
    private List<Path> sources;

    EncodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (GridCodec.isOne(codec)) {
            GridOptions.requireOnly(
                    spec,
                    codec + ": is a codec of gridded fields",
                    Set.of("--codec", "--output", "--bound", "--without-model"));
            grids.encode(codec, sources, output, context);
            return 0;
        }
        grids.requireNone(codec);
        context.console()
                .say(EncoderRuntime.asked().map(EncoderRuntime.Asked::sentence).orElseGet(Backend::sentence));
        Interruption interruption =
                Interruption.watch(context.console(), "Stopping after these images; Ctrl-C again stops at once.");
        Encoding.Job job =
                new Encoding.Job(codec, point.point(), sources, output, shard.shard(), scenes.scenes(), pooled);
        Encoding.Written written = Encoding.encode(job, context.console(), interruption);
        String unit = scenes.scenes().tiles().isPresent() ? "tile" : "image";
        context.out()
                .println(String.format(
                        Locale.ROOT,
                        "%d %s encoded into %s, %d bytes, %.1f bytes %s%s",
                        written.images(),
                        unit + (written.images() == 1 ? "" : "s"),
                        job.target(),
                        written.bytes(),
                        (double) written.bytes() / Math.max(1, written.images()),
                        unit.equals("image") ? "an image" : "a tile",
                        written.before() == 0 ? "" : " (" + written.before() + " were there already)"));
        if (written.missing() > 0) {
            context.console()
                    .say("Stopped, and kept what was encoded; " + written.missing() + " " + unit
                            + (written.missing() == 1 ? " is missing." : "s are missing."));
            return interruption.status();
        }
        return 0;
    }
}
