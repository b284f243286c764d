package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Decoding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j decode}. */
@Command(
        name = "decode",
        description = "Decodes .nemb files into NumPy arrays (.npy, float32, [tokens, dim]; row 0 is the class token).",
        footer = {"", "Examples:", "  nec4j decode -c codec.nec -o back out/*.nemb"})
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
            description = "Receives one NAME.npy for every NAME.nemb.")
    private Path folder;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Coded embeddings.")
    private List<Path> files;

    DecodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        int written = Decoding.decode(codec, files, folder, context.console());
        context.out().println(written + (written == 1 ? " embedding" : " embeddings") + " decoded into " + folder);
    }
}
