package org.nec4j.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.SweepPoint;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.train.Trainer;

/**
 * A point of a sweep, worked on by an executor.
 *
 * @param config      the sweep's file, on a file system that all machines mount
 * @param assignments on top of it
 * @param name        of the point
 */
record SweptPoint(String config, List<String> assignments, String name) implements Serializable {
    /** The task: what ended, and how; a run that was begun goes on from its last state, so that a lost executor costs the steps since. */
    Answer<String> work() {
        return Answer.of(() -> {
            // A training has the cores of its executor for itself.
            synchronized (SweptPoint.class) {
                SweepPoint point = Configs.sweep(Path.of(config), assignments)
                        .orElseThrow(() -> new UserException(config + ": states no sweep."))
                        .point(name);
                try {
                    if (RunFolder.isRun(point.folder())) {
                        Trainer.resume(point.folder(), Changes.none(), Console.silent(), () -> false);
                    } else {
                        Trainer.train(
                                point.experiment(),
                                Optional.of(point.folder()),
                                Console.silent(),
                                () -> false,
                                Optional.empty());
                    }
                } catch (UserException e) {
                    RunFolder.keepFailure(point.folder(), e.getMessage());
                }
                return name;
            }
        });
    }
}
