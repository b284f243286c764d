package org.nec4j.reid;

import java.nio.file.Path;
import org.nec4j.config.Configs;
import org.nec4j.config.ReidExperiment;
import org.nec4j.run.PlainRun;

/**
 * The folder of a run of codes for re-identification.
 *
 * <pre>
 *   config.conf    every setting, resolved, with its origin
 *   metrics.csv    one line a logged step
 *   rounds.csv     one line a round of pruning: how many numbers were left, by which norms
 *   checkpoints/   states, as every run has them
 *   codec.nec      at the end: what the run came to
 *   result.json    at the end: mAP, CMC and bytes on the identities that are searched
 * </pre>
 */
public final class ReidRun {
    static final PlainRun.Kind<ReidExperiment> KIND = new PlainRun.Kind<>(Configs.Kind.REID, Configs::reid);

    private static final String CODEC = "codec.nec";

    private ReidRun() {}

    /** Whether a folder is one of these. */
    public static boolean isOne(Path folder) {
        return KIND.isOne(folder);
    }

    /** Where the codec lies once the run is finished. */
    public static Path codec(Path folder) {
        return folder.resolve(CODEC);
    }
}
