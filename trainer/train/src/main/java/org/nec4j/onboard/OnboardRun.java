package org.nec4j.onboard;

import java.nio.file.Path;
import org.nec4j.config.Configs;
import org.nec4j.config.SensingExperiment;
import org.nec4j.run.PlainRun;

/**
 * Folders of runs of compressed learning. At the end they hold, besides what a {@link PlainRun} has:
 *
 * <pre>
 *   judged.csv     each image of val and test, its class and the one it was taken for
 *   result.json    accuracy and squared error on them
 * </pre>
 */
public final class OnboardRun {
    static final PlainRun.Kind<SensingExperiment> KIND = new PlainRun.Kind<>(Configs.Kind.SENSING, Configs::sensing);

    private OnboardRun() {}

    /** Whether a folder is one of these. */
    public static boolean isOne(Path folder) {
        return KIND.isOne(folder);
    }

    static Path judged(Path run) {
        return run.resolve("judged.csv");
    }

    static Path result(Path run) {
        return run.resolve("result.json");
    }
}
