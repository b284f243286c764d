package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.StudySettings.Earlier;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

/**
 * Rows that other studies have measured, of systems that are not measured again.
 *
 * @param rows    under the heads of this study
 * @param origins where they stem from, by the names of their systems
 */
record EarlierRows(List<Measurement> rows, Map<String, String> origins) {
    /** Lines above a table that two studies must share for their rows to stand in one table. */
    private static final List<String> SHARED = List.of("data", "encoder", "seeds", "head");

    /**
     * Reads them.
     *
     * @param header of this study's table
     * @param heads  of this study
     * @param study  its folder
     * @throws UserException where a study was about other data or another encoder, or lacks a system
     */
    static EarlierRows of(List<Earlier> earlier, Map<String, String> header, Set<String> heads, Path study) {
        List<Measurement> rows = new ArrayList<>();
        Map<String, String> origins = new LinkedHashMap<>();
        for (Earlier from : earlier) {
            Results results = Results.read(from.results());
            for (String line : SHARED) {
                String theirs = results.header().getOrDefault(line, "not stated");
                String ours = header.getOrDefault(line, "not stated");
                if (!theirs.equals(ours)) {
                    throw new UserException(from.results() + ": has \"" + line + ": " + theirs
                            + "\", and this study has \"" + ours + "\": their rows cannot stand in one table");
                }
            }
            for (String system : from.systems()) {
                List<Measurement> found = results.measurements().stream()
                        .filter(m -> m.system().equals(system) && heads.contains(m.head()))
                        .toList();
                if (found.isEmpty()) {
                    throw new UserException(from.results() + ": has no row of \"" + system
                            + "\" under a head of this study (" + String.join(", ", heads) + ")");
                }
                rows.addAll(found);
            }
            origins.put(
                    String.join(", ", from.systems()),
                    study.toAbsolutePath()
                            .getParent()
                            .relativize(from.results().toAbsolutePath())
                            .toString()
                            .replace('\\', '/'));
        }
        return new EarlierRows(rows, origins);
    }

    /** What a table says of them. */
    String sentence() {
        List<String> parts = new ArrayList<>();
        origins.forEach((systems, file) -> parts.add(systems + ": " + file));
        return "rows measured earlier, on the same data with the same encoder and seeds, and not again: "
                + String.join("; ", parts);
    }
}
