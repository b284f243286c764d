package org.nec4j.progress;

import java.util.ArrayList;
import java.util.List;

/** A console that keeps what it is told. */
public record Told(List<String> lines) implements Console {
    public Told() {
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
