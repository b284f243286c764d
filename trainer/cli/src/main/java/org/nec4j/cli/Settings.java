package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import picocli.CommandLine.Parameters;

/** The words that name an experiment: a file and settings on top of it. */
final class Settings {
    @Parameters(index = "0", paramLabel = "CONFIG", description = "An experiment, such as configs/quickstart.conf.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that win over the file's, such as objective.lambda=1e6.")
    private List<String> assignments = List.of();

    Loaded<Experiment> load() {
        return Configs.experiment(file, assignments);
    }

    Path file() {
        return file;
    }

    List<String> assignments() {
        return assignments;
    }
}
