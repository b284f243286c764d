package org.nec4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text under a header, for terminals, Markdown and programs. Columns of numbers stand at the right.
 *
 * @param header [columns]
 * @param rows   [rows][columns]; an empty cell is an absent value
 */
public record Table(List<String> header, List<List<String>> rows) {
    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(row.size() + " cells under " + header.size() + " columns");
            }
        }
    }

    /** Aligned by spaces, a line a row. */
    public String toText() {
        int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
        return lines().stream()
                .map(cells -> IntStream.range(0, cells.size())
                        .mapToObj(i -> padded(cells.get(i), widths[i], isNumeric(i)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** As a table of Markdown. */
    public String toMarkdown() {
        List<String> lines = new ArrayList<>(lines().stream()
                .map(cells -> cells.stream()
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .toList());
        lines.add(
                1,
                IntStream.range(0, header.size())
                        .mapToObj(i -> isNumeric(i) ? "---:" : "---")
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join("\n", lines) + "\n";
    }

    /** As comma-separated values, as RFC 4180 has them but for the ends of lines. */
    public String toCsv() {
        return lines().stream()
                .map(cells -> cells.stream().map(Table::quoted).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>(List.of(header));
        lines.addAll(rows);
        return lines;
    }

    private int width(int column) {
        return lines().stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.stream()
                        .map(row -> row.get(column))
                        .allMatch(cell -> cell.isEmpty() || cell.matches("[-+]?[0-9].*"))
                && rows.stream().anyMatch(row -> !row.get(column).isEmpty());
    }

    private static String padded(String cell, int width, boolean right) {
        String room = " ".repeat(width - cell.length());
        return right ? room + cell : cell + room;
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\n\r].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}
