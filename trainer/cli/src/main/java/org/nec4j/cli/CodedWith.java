package org.nec4j.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The codec of embeddings, for commands that make an archive of them. */
final class CodedWith {
    @Option(
            names = {"-c", "--codec"},
            required = true,
            paramLabel = "FILE",
            description = "The codec that the embeddings were encoded with.")
    private Path codec;

    Path codec() {
        return codec;
    }
}
