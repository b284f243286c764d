package org.nec4j.gridded;

import java.nio.file.Path;
import org.nec4j.config.Configs;
import org.nec4j.config.GridExperiment;
import org.nec4j.run.PlainRun;

/** Folders of runs on gridded fields. */
public final class GridRun {
    static final PlainRun.Kind<GridExperiment> KIND = new PlainRun.Kind<>(Configs.Kind.GRID, Configs::grid);

    private GridRun() {}

    /** Whether a folder is one of these. */
    public static boolean isOne(Path folder) {
        return KIND.isOne(folder);
    }
}
