package org.nec4j.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.AtomicFile;
import org.nec4j.codec.UserException;

/** {@code metrics.csv} of a run: one line for every logged step, in full precision, equal bit for bit in equal runs. */
final class MetricsFile {
    static final String NAME = "metrics.csv";
    private static final String HEADER = "step,learning_rate,loss,distortion,bits_per_image,auxiliary,gradient_norm";

    private final Path file;

    private MetricsFile(Path file) {
        this.file = file;
    }

    /** Opens the run's file, dropping lines of steps at or after {@code step}, which will be done again. */
    static MetricsFile open(Path run, long step) {
        Path file = run.resolve(NAME);
        List<String> kept = new ArrayList<>(List.of(HEADER));
        try {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                lines.stream()
                        .skip(1)
                        .filter(line -> line.matches("[0-9]{1,18},.*"))
                        .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) < step)
                        .forEach(kept::add);
            }
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        AtomicFile.write(file, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
        return new MetricsFile(file);
    }

    /** Appends one line. */
    void append(long step, double learningRate, StepResult result, double bitsPerImage, double gradientNorm) {
        String line = step + "," + learningRate + "," + result.loss() + "," + result.distortion() + "," + bitsPerImage
                + "," + result.auxiliary() + "," + gradientNorm + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
