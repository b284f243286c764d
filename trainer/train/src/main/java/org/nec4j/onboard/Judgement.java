package org.nec4j.onboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;

/**
 * What a trained run makes of the images of val and test.
 *
 * @param classes      what each was taken for, [N]
 * @param right        whether that is its class, [N]
 * @param squares      mean squared error of what was recovered; 0 where nothing is sensed
 * @param measurements m of an image; n where nothing is sensed
 */
@SuppressWarnings("ArrayRecordComponent") // read, never changed
public record Judgement(int[] classes, boolean[] right, double squares, int measurements) {
    private static final String HEADER = "image,class,judged";

    /** The share that was taken for its class. */
    public double accuracy() {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return (double) count / right.length;
    }

    /** Writes it into a run's folder, the file that says that it is whole last. */
    void keep(Path run, Scenes.Part judged) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int i = 0; i < classes.length; i++) {
            lines.add(judged.names()[i].replaceAll(".*[/\\\\]", "") + "," + judged.labels()[i] + "," + classes[i]);
        }
        AtomicFile.write(OnboardRun.judged(run), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(OnboardRun.result(run), toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a run's folder holds one. */
    static boolean isKept(Path run) {
        return Files.isRegularFile(OnboardRun.result(run)) && Files.isRegularFile(OnboardRun.judged(run));
    }

    /** Takes away what a run's folder says to be whole, because the run goes on. */
    static void forget(Path run) {
        try {
            Files.deleteIfExists(OnboardRun.result(run));
        } catch (IOException e) {
            throw new UserException(
                    OnboardRun.result(run) + ": cannot be replaced (" + e.getMessage() + "); make it writable", e);
        }
    }

    /** That of a run's folder; throws UserException where its files do not fit together. */
    static Judgement kept(Path run) {
        try {
            JsonObject result = JsonObject.parse(
                    Files.readString(OnboardRun.result(run)),
                    OnboardRun.result(run).toString());
            List<String> lines = Files.readAllLines(OnboardRun.judged(run));
            int[] classes = new int[Math.max(0, lines.size() - 1)];
            boolean[] right = new boolean[classes.length];
            if (classes.length != result.integer("images")) {
                throw new UserException(OnboardRun.judged(run) + ": has " + classes.length + " images where "
                        + OnboardRun.result(run) + " has " + result.integer("images")
                        + "; remove both, and they are judged anew");
            }
            for (int i = 0; i < classes.length; i++) {
                String line = lines.get(i + 1);
                int last = line.lastIndexOf(',');
                classes[i] = Integer.parseInt(line.substring(last + 1));
                right[i] = line.substring(line.lastIndexOf(',', last - 1) + 1, last)
                        .equals(line.substring(last + 1));
            }
            return new Judgement(classes, right, result.number("squared_error"), result.integer("measurements"));
        } catch (IOException e) {
            throw new UserException(run + ": what it has judged cannot be read (" + e.getMessage() + ")", e);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new UserException(
                    OnboardRun.judged(run) + ": holds a line that is not \"" + HEADER
                            + "\"; remove it, and the images are judged anew",
                    e);
        }
    }

    private String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"images\": %d, \"accuracy\": %.6f, \"squared_error\": %s, \"measurements\": %d}%n",
                right.length,
                accuracy(),
                squares,
                measurements);
    }
}
