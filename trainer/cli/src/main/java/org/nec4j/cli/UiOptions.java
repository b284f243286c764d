package org.nec4j.cli;

import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.train.TrainingUi;
import picocli.CommandLine.Option;

/** The words that ask for DL4J's own training page. */
final class UiOptions {
    private static final int HIGHEST_PORT = 65535;

    @Option(
            names = "--ui",
            description =
                    "Also show DL4J's training UI, on this machine alone and while the run lasts. The launcher fetches its"
                            + " libraries (35 MB) the first time.")
    private boolean ui;

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            defaultValue = "9000",
            description = "The UI's port; 0 takes a free one. Default: 9000.")
    private int port;

    /** The port, if the page is wanted; throws UserException before anything heavy starts where it cannot be had. */
    Optional<Integer> wanted() {
        if (!ui) {
            return Optional.empty();
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UserException("--ui-port is " + port + ", where 0 to " + HIGHEST_PORT + " is expected.");
        }
        TrainingUi.installed();
        return Optional.of(port);
    }
}
