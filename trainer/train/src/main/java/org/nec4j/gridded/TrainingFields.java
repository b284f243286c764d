package org.nec4j.gridded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridTimes;
import org.nec4j.progress.Console;
import org.nec4j.step.GridStepper.Windows;

/** The maps that a run learns from, standardized and filled, and windows drawn of them. */
final class TrainingFields {
    /** Windows that are drawn in place of one with too few valid cells. */
    private static final int TRIES = 100;

    private final GridExperiment settings;
    private final List<Standardizer> standardizers = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final Map<String, String> digests = new LinkedHashMap<>();

    private record Frame(int height, int width, float[] values, float[] weights) {}

    /**
     * Reads the files.
     *
     * @param console hears what is doubtful in them
     * @throws UserException where a variable or a time is not there, or maps are smaller than a window
     */
    TrainingFields(GridExperiment settings, Console console) {
        this.settings = settings;
        TimeRanges.require(settings.data());
        for (String name : settings.data().variables()) {
            add(name, console);
        }
        // By place, not by name: a run's folder names the same files from elsewhere.
        List<Path> files = settings.data().files();
        for (int i = 0; i < files.size(); i++) {
            digests.put("data.files[" + i + "].sha256", digest(files.get(i)));
        }
    }

    private void add(String name, Console console) {
        Field whole = Joined.read(settings.data().files(), name, console);
        fields.add(whole);
        int window = settings.training().window();
        GridTimes train = settings.data().train();
        if (whole.height() < window || whole.width() < window) {
            throw new UserException(whole.source() + ": variable " + name + " is a map of " + whole.height() + " x "
                    + whole.width() + " cells, smaller than training.window = " + window + "; lower it");
        }
        for (int level = 0; level < whole.levels(); level++) {
            Standardizer standardizer = Standardizer.of(whole, level, train.from(), train.to());
            standardizers.add(standardizer);
            for (int time = train.from(); time < train.to(); time++) {
                frames.add(frame(whole, standardizer, time, level));
            }
        }
    }

    private static String digest(Path file) {
        try {
            return Sha256.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private Frame frame(Field field, Standardizer standardizer, int time, int level) {
        double[] values = field.values(time, level);
        float[] weights = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            weights[i] = Double.isNaN(values[i]) ? 0 : 1;
        }
        if (!isAligned()) {
            float[] filled = standardizer.filled(
                    values,
                    field.height(),
                    field.width(),
                    settings.data().fill(),
                    settings.data().wraps());
            return new Frame(field.height(), field.width(), filled, weights);
        }
        Padded padded = padded(field, standardizer, time, multiple());
        float[] inside = new float[padded.values().length]; // what continues a map is not measured
        for (int y = 0; y < field.height(); y++) {
            System.arraycopy(weights, y * field.width(), inside, y * padded.width(), field.width());
        }
        return new Frame(padded.height(), padded.width(), padded.values(), inside);
    }

    private boolean isAligned() {
        return settings.training().offsets() == GridExperiment.Offsets.ALIGNED;
    }

    /** Cells along a side of what a code of the coarser level covers. */
    private int multiple() {
        return 1 << (settings.model().blocks() + 1);
    }

    private Padded padded(Field field, Standardizer standardizer, int time, int multiple) {
        return Padded.of(
                field,
                standardizer,
                time,
                standardizer.level(),
                settings.data().fill(),
                settings.data().wraps(),
                multiple);
    }

    /** All maps that are learnt from, continued to multiples of so many cells, in the order of variables, levels and times. */
    List<Padded> padded(int multiple) {
        List<Padded> all = new ArrayList<>();
        for (Field field : fields) {
            for (Standardizer standardizer : standardizers) {
                if (standardizer.variable().equals(field.name())) {
                    for (int time = settings.data().train().from();
                            time < settings.data().train().to();
                            time++) {
                        all.add(padded(field, standardizer, time, multiple));
                    }
                }
            }
        }
        return all;
    }

    List<Standardizer> standardizers() {
        return List.copyOf(standardizers);
    }

    /** What decides the windows beside the settings: the files' digests. */
    Map<String, String> digests() {
        return Map.copyOf(digests);
    }

    /** The windows of a step, drawn by seed and step alone; at any offset, on a globe, they go over the last column. */
    Windows windows(long step) {
        int side = settings.training().window();
        int count = settings.training().batchSize();
        float[] values = new float[count * side * side];
        float[] weights = new float[values.length];
        SplittableRandom random = new SplittableRandom(settings.experiment().seed() * 0x9e3779b97f4a7c15L + step);
        for (int i = 0; i < count; i++) {
            SplittableRandom own = random.split();
            for (int attempt = 0; attempt < TRIES; attempt++) {
                if (draw(own, i * side * side, values, weights)) {
                    break;
                }
            }
        }
        return new Windows(count, side, values, weights);
    }

    private boolean draw(SplittableRandom random, int at, float[] values, float[] weights) {
        int side = settings.training().window();
        Frame frame = frames.get(random.nextInt(frames.size()));
        int apart = isAligned() ? multiple() : 1;
        boolean goesRound = settings.data().wraps() && !isAligned();
        int top = apart * random.nextInt((frame.height() - side) / apart + 1);
        int left = apart * random.nextInt(goesRound ? frame.width() : (frame.width() - side) / apart + 1);
        double valid = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int from = (top + y) * frame.width() + (left + x) % frame.width();
                values[at + y * side + x] = frame.values()[from];
                weights[at + y * side + x] = frame.weights()[from];
                valid += frame.weights()[from];
            }
        }
        return valid >= settings.training().validShare() * side * side;
    }
}
