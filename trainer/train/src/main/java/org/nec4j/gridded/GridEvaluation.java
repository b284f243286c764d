package org.nec4j.gridded;

import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.GridArchive;
import org.nec4j.codec.grid.GridArchiveWriter;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridExperiment.Bound;
import org.nec4j.config.GridTimes;
import org.nec4j.gridded.GridEncoding.Written;
import org.nec4j.progress.Console;

/** The verb {@code eval} for gridded fields: times that a codec did not learn from, encoded to real bytes, decoded and compared. */
public final class GridEvaluation {
    private GridEvaluation() {}

    /**
     * What a variable came to under a bound.
     *
     * @param variable   its name
     * @param bound      what was asked for
     * @param written    bytes of an archive of this variable alone
     * @param psnr       dB over valid cells, by the range of the times measured on
     * @param largest    difference of any cell, as a share of that range
     * @param violations cells beyond the bound
     * @param cells      valid ones
     * @param floatBytes what all cells, missing ones too, take as float32
     */
    public record Measured(
            String variable,
            Bound bound,
            Written written,
            double psnr,
            double largest,
            long violations,
            long cells,
            double floatBytes) {
        /** A sentence for people. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s, bound %s: %.2f dB, largest error %.4f of the range, %d of %d values beyond the bound;"
                            + " %d bytes of fields, %d of streams, %s",
                    variable,
                    words(bound),
                    psnr,
                    largest,
                    violations,
                    cells,
                    written.raw(),
                    written.streams(),
                    written.ratios());
        }
    }

    /** The bound as {@link GridEncoding#bound} reads it. */
    public static String words(Bound bound) {
        String mode = bound.mode().name().toLowerCase(Locale.ROOT);
        return bound.mode() == GridExperiment.Mode.NONE ? mode : mode + "=" + bound.tolerance();
    }

    /** Measures a codec on the times that an experiment's {@code data.test} states, each of its variables and each bound. */
    public static List<Measured> evaluate(Path codec, GridExperiment experiment, List<Bound> bounds, Console console) {
        TimeRanges.require(experiment.data());
        GridCodec opened = GridCodec.open(codec);
        List<Measured> all = new ArrayList<>();
        for (String name : experiment.data().variables()) {
            Field field = test(experiment, name, console);
            for (Bound bound : bounds.isEmpty() ? List.of(opened.bound()) : bounds) {
                all.add(measure(opened, field, bound));
            }
        }
        return all;
    }

    /** Writes all numbers as JSON, an object a variable and bound. */
    public static void write(Path file, List<Measured> all) {
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(all);
        AtomicFile.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Field test(GridExperiment experiment, String name, Console console) {
        Field whole = Joined.read(experiment.data().files(), name, console);
        int to = experiment.data().train().to();
        if (experiment.data().test().isEmpty() && to >= whole.times()) {
            throw new UserException(
                    whole.source() + ": variable " + name + " has no times behind data.train; state data.test");
        }
        GridTimes times = experiment.data().test().orElseGet(() -> new GridTimes(to, whole.times()));
        int frame = whole.levels() * whole.cells();
        return new Field(
                whole.source(),
                whole.variable(),
                whole.packing(),
                times.to() - times.from(),
                whole.levels(),
                whole.height(),
                whole.width(),
                Arrays.copyOfRange(whole.stored(), times.from() * frame, times.to() * frame));
    }

    private static Measured measure(GridCodec codec, Field field, Bound bound) {
        GridArchiveWriter writer = new GridArchiveWriter(codec.model(), false, new byte[0], GridEncoding.GROUP);
        long raw = GridEncoding.add(writer, codec, field, bound);
        byte[] bytes = writer.toBytes();
        Written written = new Written(
                raw, bytes.length - writer.otherBytes(), codec.model().bytes().length, bytes.length, List.of());
        double[] wanted = field.packing().unpack(field.stored());
        double[] found;
        double tolerance;
        try (GridArchive archive = GridArchive.of(bytes, "the archive", Optional.of(codec.model()))) {
            found = field.packing().unpack(archive.stored(field.name()));
            tolerance = archive.variables().get(0).tolerance();
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double squares = 0;
        double largest = 0;
        long cells = 0;
        long violations = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (Double.isNaN(wanted[i])) {
                violations += Double.isNaN(found[i]) ? 0 : 1;
                continue;
            }
            double difference = Math.abs(found[i] - wanted[i]);
            least = Math.min(least, wanted[i]);
            most = Math.max(most, wanted[i]);
            squares += difference * difference;
            largest = Math.max(largest, difference);
            cells++;
            // A value that went missing differs by no number.
            boolean kept = bound.mode() == GridExperiment.Mode.NONE ? !Double.isNaN(found[i]) : difference <= tolerance;
            violations += kept ? 0 : 1;
        }
        double range = most - least;
        double psnr = 20 * Math.log10(range) - 10 * Math.log10(squares / cells);
        return new Measured(
                field.name(), bound, written, psnr, largest / range, violations, cells, 4.0 * wanted.length);
    }
}
