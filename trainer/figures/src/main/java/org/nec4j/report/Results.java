package org.nec4j.report;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.nec4j.codec.error.UserException;

/**
 * Everything that an experiment measured: what {@code results.json} holds.
 *
 * @param experiment   its name
 * @param header       what is needed to understand and repeat it, such as data set, encoder, seeds, command; in this order
 * @param measurements one row a system, setting and head
 * @param verdicts     of the claims that were put to the test
 */
public record Results(
        String experiment, Map<String, String> header, List<Measurement> measurements, List<Verdict> verdicts) {
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    public Results {
        header = new LinkedHashMap<>(header);
        measurements = List.copyOf(measurements);
        verdicts = List.copyOf(verdicts);
    }

    /** The curves of all systems under one head, in the order of their first rows. */
    public List<Curve> curves(String head, Predicate<Measurement> chosen) {
        Map<String, List<RatePoint>> points = new LinkedHashMap<>();
        for (Measurement row : measurements) {
            if (row.head().equals(head) && chosen.test(row)) {
                points.computeIfAbsent(row.system(), s -> new ArrayList<>()).add(row.point());
            }
        }
        return points.entrySet().stream()
                .map(e -> new Curve(e.getKey(), e.getValue()))
                .toList();
    }

    /** The heads, in the order of their first rows. */
    public List<String> heads() {
        return measurements.stream().map(Measurement::head).distinct().toList();
    }

    /** What was measured under a head, in order. */
    public List<Measurement> rows(String head) {
        return measurements.stream().filter(m -> m.head().equals(head)).toList();
    }

    /** The accuracy of a system's first row under a head. */
    public OptionalDouble accuracy(String head, String system) {
        return rows(head).stream()
                .filter(m -> m.system().equals(system))
                .mapToDouble(Measurement::accuracy)
                .findFirst();
    }

    /** As JSON, keys in snake case. */
    public String toJson() {
        return GSON.toJson(this) + "\n";
    }

    /** Reads what {@link #toJson} wrote. Throws {@link UserException} naming the file where it cannot be read. */
    public static Results read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read as text", e);
        }
        Results results;
        try {
            results = GSON.fromJson(text, Results.class);
        } catch (RuntimeException e) { // Gson wraps what a record's constructor throws in a bare one
            throw new UserException(
                    file + ": is not a results.json of this program; delete it to measure everything again", e);
        }
        if (results == null) {
            throw new UserException(file + ": is empty; delete it to measure everything again");
        }
        return results;
    }
}
