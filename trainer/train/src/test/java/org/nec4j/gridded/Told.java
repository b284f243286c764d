package org.nec4j.gridded;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** A console that keeps what it is told. */
record Told(List<String> lines) implements Console {
    Told() {
        this(new ArrayList<>());
    }

    @Override
    public void say(String line) {
        lines.add(line);
    }

    @Override
    public Progress progress(String task, long total, String unit) {
        return Console.silent().progress(task, total, unit);
    }
}
