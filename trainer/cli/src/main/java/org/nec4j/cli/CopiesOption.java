package org.nec4j.cli;

import org.nec4j.config.DataSettings;
import picocli.CommandLine.Option;

/** What becomes of copies across splits, for commands that read a data set without an experiment's settings. */
final class CopiesOption {
    @Option(
            names = "--copies",
            defaultValue = "refuse",
            paramLabel = "WORD",
            description = "refuse (default) or allow the same image file in split train and in another.")
    private DataSettings.Copies copies;

    DataSettings.Copies rule() {
        return copies;
    }
}
