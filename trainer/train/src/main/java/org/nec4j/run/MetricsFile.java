package org.nec4j.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AppendedFile;

/** A table of a run as CSV: a line a measured step, in full precision, equal bit for bit in equal runs. */
public final class MetricsFile implements AutoCloseable {
    /** What a run measured while training. */
    public static final String STEPS = "metrics.csv";

    /** What it measured on images that it does not learn from. */
    public static final String VALIDATION = "validation.csv";

    private final AppendedFile file;

    private MetricsFile(AppendedFile file) {
        this.file = file;
    }

    /**
     * Opens a table, dropping the lines that a resumed run will write again, and what a kill left of a line.
     *
     * @param columns what follows the step in every line
     * @param end     lines of steps before this one are kept
     */
    public static MetricsFile open(Path file, List<String> columns, long end) {
        String header = "step," + String.join(",", columns);
        List<String> kept = new ArrayList<>(List.of(header));
        try {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (!lines.isEmpty() && !lines.get(0).equals(header)) {
                    throw new UserException(file + ": its columns are not those of this version (" + header
                            + "); move the file away to go on without its lines");
                }
                lines.stream()
                        .skip(1)
                        .filter(line -> line.matches("[0-9]{1,18},.*"))
                        .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) < end)
                        .forEach(kept::add);
            }
            return new MetricsFile(
                    AppendedFile.after(file, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Appends one line. */
    public void append(long step, double... values) {
        StringBuilder line = new StringBuilder().append(step);
        for (double value : values) {
            line.append(',').append(value);
        }
        file.append(ByteBuffer.wrap(line.append('\n').toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Puts all lines on the disk: a saved state must never be ahead of its metrics. */
    public void force() {
        file.force();
    }

    @Override
    public void close() {
        file.close();
    }
}
