package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Decoding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j decode}. */
@Command(
        name = "decode",
        description = "Decodes embeddings into NumPy arrays (.npy, float32, [tokens, dim]; row 0 is the class token).",
        footer = {
            "",
            "Examples:",
            "  nec4j decode -c codec.nec -o back out/*.nemb",
            "  nec4j decode -c codec.nec -o back images.nema --key beach/a001",
            "  nec4j decode -c codec.nec -o tables tiles.parquet",
            "  nec4j decode -c layered.nec -o pooled-back layered.nema --detail pooled"
        })
final class DecodeCommand implements Runnable {
    private final Context context;

    @Option(
            names = {"-c", "--codec"},
            required = true,
            paramLabel = "FILE",
            description = "The codec the files were encoded with.")
    private Path codec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Receives one KEY.npy for every embedding; a file's key is its name without the ending.")
    private Path folder;

    @Option(
            names = "--detail",
            defaultValue = "all",
            paramLabel = "WORD",
            description =
                    "all (default), or pooled: the mean of the patch tokens [dim] alone, which streams of a layered"
                            + " codec begin with.")
    private Detail detail;

    @Option(names = "--key", paramLabel = "KEY", description = "Just this one; may be given several times.")
    private List<String> keys = List.of();

    @Mixin
    private ShardOption shard;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE_OR_FOLDER",
            description = ".nemb files, folders of them, archives (.nema), tables (.parquet).")
    private List<Path> sources;

    DecodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        int written = Decoding.decode(
                codec, detail == Detail.POOLED, sources, keys, shard.shard(), folder, context.console());
        context.out().println(ArchiveCommand.embeddings(written) + " decoded into " + folder);
    }
}
