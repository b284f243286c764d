package org.nec4j.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Comma-separated values as RFC 4180 has them: fields in double quotes may hold commas, line ends and doubled quotes; lines end in LF, CR LF
 * or CR. A byte order mark before everything and lines without a character are passed over.
 */
final class Csv {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int line = 1;

    /**
     * One row.
     *
     * @param line where it begins, counted from 1
     * @param fields what it holds
     */
    record Row(int line, List<String> fields) {}

    private Csv(Path file, String text) {
        this.file = file;
        this.text = text;
        this.at = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    }

    /** All rows of a text; a UserException names the file and the line of a quote that does not end or is followed by more. */
    static List<Row> rows(Path file, String text) {
        Csv csv = new Csv(file, text);
        while (csv.at < text.length()) {
            csv.row();
        }
        return csv.rows;
    }

    private void row() {
        int begins = line;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        boolean quoted = at > 0 && text.charAt(at - 1) == '"';
        lineEnd();
        if (fields.size() > 1 || quoted || !fields.get(0).isBlank()) {
            rows.add(new Row(begins, List.copyOf(fields)));
        }
    }

    private String field() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        int begins = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw new UserException(file + ", line " + begins + ": a quote that does not end");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                if (at >= text.length() || text.charAt(at) != '"') {
                    break;
                }
                at++;
            }
            line += c == '\n' ? 1 : 0;
            field.append(c);
        }
        if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            throw new UserException(file + ", line " + line + ": a quoted field is followed by '" + text.charAt(at)
                    + "', expected a comma or the line's end");
        }
        return field.toString();
    }

    private void lineEnd() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
            if (at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            line++;
        } else if (at < text.length()) {
            at++;
            line++;
        }
    }
}
