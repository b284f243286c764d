package org.nec4j.onboard;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.run.RunState;

/**
 * The folder of a run of compressed learning.
 *
 * <pre>
 *   config.conf    every setting, resolved, with its origin
 *   metrics.csv    one line a logged step
 *   checkpoints/   states, as every run has them
 *   judged.csv     at the end: each image of val and test, its class and the one it was taken for
 *   result.json    at the end: accuracy and squared error on them
 * </pre>
 *
 * @param path the folder
 */
public record OnboardRun(Path path) {
    private static final String CONFIG = "config.conf";

    /** Whether a folder is one of these. */
    public static boolean isOne(Path folder) {
        Path file = folder.resolve(CONFIG);
        return Files.isRegularFile(file) && Configs.kind(file) == Configs.Kind.SENSING;
    }

    /** A folder for a run that begins there; throws UserException where one did already. */
    static OnboardRun create(Loaded<SensingExperiment> config, Path folder) {
        OnboardRun run = new OnboardRun(folder);
        if (Files.exists(folder.resolve(CONFIG))) {
            throw new UserException(folder + ": holds a run already; go on with --resume " + folder
                    + ", or move the folder away to begin anew");
        }
        run.keep(config);
        return run;
    }

    /** A folder that a run has written; throws UserException if it is none. */
    static OnboardRun open(Path folder) {
        if (!isOne(folder)) {
            throw new UserException(
                    folder + ": is no folder of a run of compressed learning; name the one that nec4j train printed");
        }
        return new OnboardRun(folder);
    }

    Loaded<SensingExperiment> config(List<String> assignments) {
        return Configs.sensing(path.resolve(CONFIG), assignments);
    }

    void keep(Loaded<SensingExperiment> config) {
        AtomicFile.write(path.resolve(CONFIG), config.render().getBytes(StandardCharsets.UTF_8));
    }

    /** The last whole state; nothing where none was saved. */
    Optional<RunState> last() {
        return RunState.lastStep(path).isPresent() ? Optional.of(RunState.last(path)) : Optional.empty();
    }

    Path judged() {
        return path.resolve("judged.csv");
    }

    Path result() {
        return path.resolve("result.json");
    }
}
