package org.nec4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;

/**
 * What a run measured, as its CSV files hold it: one line a measured step.
 *
 * @param columns names, without the step's
 * @param steps   rising, [N]
 * @param values  of each column, [columns][N]; what is no number is NaN
 */
public record MetricTable(List<String> columns, double[] steps, double[][] values) {
    /** Reads a file whose first column is {@code step}; no file, or one without a whole line, gives a table without lines. */
    public static MetricTable read(Path file) {
        List<String> lines;
        try {
            lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        if (lines.isEmpty()) {
            return new MetricTable(List.of(), new double[0], new double[0][0]);
        }
        List<String> names = List.of(lines.get(0).split(",", -1));
        // A run that goes on while it is read may just be writing its last line.
        List<String[]> rows = lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells.length == names.size() && cells[0].matches("[0-9]{1,18}"))
                .toList();
        double[] steps = new double[rows.size()];
        double[][] values = new double[names.size() - 1][rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            steps[row] = Double.parseDouble(rows.get(row)[0]);
            for (int column = 1; column < names.size(); column++) {
                values[column - 1][row] = number(rows.get(row)[column]);
            }
        }
        return new MetricTable(new ArrayList<>(names.subList(1, names.size())), steps, values);
    }

    /** A column's number in the last line; nothing where there is no such column or no line. */
    public OptionalDouble last(String column) {
        int at = columns.indexOf(column);
        return at < 0 || steps.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(values[at][steps.length - 1]);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
