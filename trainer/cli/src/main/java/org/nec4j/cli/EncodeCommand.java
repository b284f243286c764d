package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nec4j.export.Encoding;
import org.nec4j.kernel.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j encode}. */
@Command(
        name = "encode",
        description = "Encodes images, each into one .nemb file of real entropy-coded bytes.",
        footer = {
            "",
            "Examples:",
            "  nec4j encode -c codec.nec -o out image.jpg",
            "  nec4j encode -c codec.nec -o out FOLDER"
        })
final class EncodeCommand implements Runnable {
    private final Context context;

    @Option(
            names = {"-c", "--codec"},
            required = true,
            paramLabel = "FILE",
            description = "A codec that nec4j export wrote.")
    private Path codec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Receives the files; those of a folder keep their place below it.")
    private Path folder;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE_OR_FOLDER",
            description = "JPEG, PNG or TIFF files, or folders of them.")
    private List<Path> sources;

    EncodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        context.console().say(Backend.sentence());
        Encoding.Written written = Encoding.encode(codec, sources, folder, context.console());
        context.out()
                .println(String.format(
                        Locale.ROOT,
                        "%d %s encoded into %s, %d bytes, %.1f bytes an image",
                        written.files(),
                        written.files() == 1 ? "image" : "images",
                        folder,
                        written.bytes(),
                        (double) written.bytes() / written.files()));
    }
}
