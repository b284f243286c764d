package org.nec4j.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Results as LaTeX: one {@code table} a head, to be put into a paper that uses the package booktabs. */
public final class LatexReport {
    private LatexReport() {}

    /**
     * Writes the tables.
     *
     * @param reference the system whose accuracy everything is measured against, such as the uncompressed embedding
     */
    public static String of(Results results, String reference) {
        StringBuilder text = new StringBuilder("% needs \\usepackage{booktabs}\n");
        results.heads().forEach(head -> text.append(table(results, head, reference)));
        return text.toString();
    }

    private static String table(Results results, String head, String reference) {
        OptionalDouble uncompressed = results.accuracy(head, reference);
        StringBuilder text = new StringBuilder();
        line(text, "\\begin{table}");
        line(text, "  \\centering");
        line(text, "  \\caption{" + escape(results.experiment() + ", " + head + " head") + "}");
        line(text, "  \\begin{tabular}{llrrcr}");
        line(text, "    \\toprule");
        line(
                text,
                "    system & setting & bytes an image & " + MarkdownReport.score(head)
                        + " (\\%) & 95\\,\\% interval & points lost \\\\");
        line(text, "    \\midrule");
        for (Measurement m : results.rows(head)) {
            String accuracy = m.accuracies().size() > 1
                    ? String.format(Locale.ROOT, "$%.1f \\pm %.1f$", 100 * m.accuracy(), 100 * m.deviation())
                    : String.format(Locale.ROOT, "%.1f", 100 * m.accuracy());
            line(
                    text,
                    "    "
                            + String.join(
                                    " & ",
                                    escape(m.system()),
                                    escape(m.setting()),
                                    MarkdownReport.bytes(m.bytes()).replace(",", "{,}"),
                                    accuracy,
                                    String.format(Locale.ROOT, "%.1f--%.1f", 100 * m.low(), 100 * m.high()),
                                    uncompressed.isPresent()
                                            ? String.format(
                                                    Locale.ROOT,
                                                    "$%.1f$",
                                                    100 * (uncompressed.getAsDouble() - m.accuracy()))
                                            : "")
                            + " \\\\");
        }
        line(text, "    \\bottomrule");
        line(text, "  \\end{tabular}");
        line(text, "\\end{table}");
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    /** Any text as text of a document: the ten letters that LaTeX takes for commands are written out. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            escaped.append(
                    switch (c) {
                        case '\\' -> "\\textbackslash{}";
                        case '~' -> "\\textasciitilde{}";
                        case '^' -> "\\textasciicircum{}";
                        case '<' -> "\\textless{}";
                        case '>' -> "\\textgreater{}";
                        case '|' -> "\\textbar{}";
                        case '&', '%', '$', '#', '_', '{', '}' -> "\\" + c;
                        default -> String.valueOf(c);
                    });
        }
        return escaped.toString();
    }
}
