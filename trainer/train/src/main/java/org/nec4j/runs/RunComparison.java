package org.nec4j.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Setting;
import org.nec4j.report.Table;

/** The verb {@code runs} on several runs: what they differ in and what each came to. */
public final class RunComparison {
    private static final String ABSENT = "(no such setting)";

    private RunComparison() {}

    /**
     * A column a run: how it stands, every setting that is not the same in all, then what they measured.
     *
     * @throws UserException for a folder that is no run's
     */
    public static Table of(List<Path> folders) {
        List<Standing> runs = folders.stream().map(Standing::of).toList();
        List<String> header = new ArrayList<>(List.of(""));
        runs.forEach(run -> header.add(run.name()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("state", runs.stream().map(Standing::words).toList()));
        Set<String> keys = new LinkedHashSet<>();
        runs.forEach(run -> run.settings().stream().map(Setting::key).forEach(keys::add));
        for (String key : keys) {
            List<String> values =
                    runs.stream().map(run -> run.setting(key).orElse(ABSENT)).toList();
            if (values.stream().distinct().count() > 1) {
                rows.add(row(key, values));
            }
        }
        for (Metric metric : Metric.values()) {
            List<String> values = runs.stream().map(run -> run.text(metric)).toList();
            if (!values.stream().allMatch(String::isEmpty)) {
                rows.add(row(metric.words(), values));
            }
        }
        return new Table(header, rows);
    }

    private static List<String> row(String what, List<String> values) {
        List<String> row = new ArrayList<>(List.of(what));
        row.addAll(values);
        return row;
    }
}
