package org.nec4j.gridded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.Loaded;
import org.nec4j.run.RunState;

/**
 * The folder of a run on gridded fields.
 *
 * <pre>
 *   config.conf    every setting, resolved, with its origin
 *   metrics.csv    one line a logged step
 *   checkpoints/   states, as every run has them
 *   codec.nec      what it came to, written at the end
 * </pre>
 *
 * @param path the folder
 */
public record GridRun(Path path) {
    private static final String CONFIG = "config.conf";
    private static final String CODEC = "codec.nec";

    /** Whether a folder is one of these. */
    public static boolean isOne(Path folder) {
        Path file = folder.resolve(CONFIG);
        return Files.isRegularFile(file) && Configs.kind(file) == Configs.Kind.GRID;
    }

    static GridRun create(Loaded<GridExperiment> config, Path folder) {
        if (Files.exists(folder.resolve(CONFIG))) {
            throw new UserException(folder + ": holds a run already; go on with --resume " + folder
                    + ", or move the folder away to begin anew");
        }
        AtomicFile.write(folder.resolve(CONFIG), config.render().getBytes(StandardCharsets.UTF_8));
        return new GridRun(folder);
    }

    /** A folder that a run has written; throws UserException if it is none. */
    static GridRun open(Path folder) {
        if (!isOne(folder)) {
            throw new UserException(
                    folder + ": is no folder of a run on gridded fields; name the one that nec4j train printed");
        }
        return new GridRun(folder);
    }

    Loaded<GridExperiment> config(List<String> assignments) {
        return Configs.grid(path.resolve(CONFIG), assignments);
    }

    void keep(Loaded<GridExperiment> config) {
        AtomicFile.write(path.resolve(CONFIG), config.render().getBytes(StandardCharsets.UTF_8));
    }

    /** The last whole state; nothing where none was saved. */
    Optional<RunState> last() {
        return RunState.lastStep(path).isPresent() ? Optional.of(RunState.last(path)) : Optional.empty();
    }

    /** Where the codec lies once the run is finished. */
    public Path codec() {
        return path.resolve(CODEC);
    }
}
