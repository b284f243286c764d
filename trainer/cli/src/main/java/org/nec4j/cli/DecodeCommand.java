package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.export.Decoding;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.onboard.OnboardDecoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nec4j decode}. */
@Command(
        name = "decode",
        description = {
            "Decodes embeddings into NumPy arrays (.npy, float32, [tokens, dim]; row 0 is the class token), a sensing codec's"
                    + " measurements likewise, [blocks, measurements].",
            "Decodes archives of gridded fields (.necg) into NetCDF files."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j decode -c codec.nec -o back out/*.nemb",
            "  nec4j decode -c codec.nec -o back images.nema --key beach/a001",
            "  nec4j decode -c codec.nec -o tables tiles.parquet",
            "  nec4j decode -c layered.nec -o pooled-back layered.nema --detail pooled",
            "  nec4j decode -c sensing.nec -o recovered --detail image measured",
            "  nec4j decode -o back out/fields.necg",
            "  nec4j decode -c fields.nec -o back small.necg"
        })
final class DecodeCommand implements Runnable {
    private final Context context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--codec"},
            paramLabel = "FILE",
            description =
                    "The codec the files were encoded with; archives of gridded fields that hold their model need none.")
    private Optional<Path> codec = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = {
                "Receives one KEY.npy for every embedding; a file's key is its name without the ending.",
                "Of gridded fields one .nc for every archive."
            })
    private Path folder;

    @Option(
            names = "--detail",
            defaultValue = "all",
            converter = Detail.OfDecoding.class,
            paramLabel = "WORD",
            description =
                    "all (default); pooled: the mean of the patch tokens [dim] alone, which streams of a layered codec"
                            + " begin with; image: of a sensing codec's measurements the image that they were taken of, as far"
                            + " as it is recovered, grey [height, width].")
    private Detail detail;

    @Option(names = "--key", paramLabel = "KEY", description = "Just this one; may be given several times.")
    private List<String> keys = List.of();

    @Mixin
    private ShardOption shard;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE_OR_FOLDER",
            description =
                    ".nemb files, folders of them, archives (.nema), tables (.parquet); .necg files, or folders of them.")
    private List<Path> sources;

    DecodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Optional<Path> archive = sources.stream().filter(GridFiles::isArchived).findFirst();
        if (archive.isPresent()) {
            GridOptions.requireOnly(spec, archive.get() + ": is of gridded fields", Set.of("--codec", "--output"));
            grids();
            return;
        }
        sources.stream()
                .filter(source -> source.toString().endsWith(GridFiles.NETCDF))
                .findFirst()
                .ifPresent(source -> {
                    throw new UserException(
                            source
                                    + ": is a file of fields, and decode takes what nec4j encode made of such: name an archive (.necg)");
                });
        Path named = codec.orElseThrow(
                () -> new UserException("-c is missing; name the codec that the files were encoded with"));
        int written = Decoding.decode(
                named,
                detail == Detail.POOLED,
                detail == Detail.IMAGE ? OnboardDecoder.open(named)::image : UnaryOperator.identity(),
                sources,
                keys,
                shard.shard(),
                folder,
                context.console());
        context.out().println(ArchiveCommand.embeddings(written) + " decoded into " + folder);
    }

    private void grids() {
        Optional<GridModel> model = codec.map(GridModel::open);
        GridFiles.decoded(sources, folder).forEach((source, file) -> {
            GridEncoding.decode(source, file, model);
            context.out().println(file);
        });
    }
}
