package org.nec4j.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.data.DatasetCheck;
import org.nec4j.data.DatasetCheck.Findings;
import org.nec4j.data.DatasetCheck.Part;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * Refuses images that would spoil a run, before anything is written. What was found sound is remembered by the files' names, lengths
 * and times of change, so that the next run on the same images begins at once. Scenes that the program draws need no look.
 */
public final class DataGuard {
    private static final String FOLDER = ".checked";
    private static final int TOLD = 10;

    private final List<Guarded> sets;
    private final Set<Split> learnt;
    private final DataSettings.Check check;
    private final DataSettings.Copies copies;
    private final Optional<Path> memory;

    /**
     * A guard of data sets that are read together.
     *
     * @param sets     as they are described; those that are drawn are passed over
     * @param learnt   the splits that are learnt from
     * @param settings say how closely to look
     * @param memory   the folder that remembers what was sound
     */
    public DataGuard(List<Guarded> sets, Set<Split> learnt, DataSettings settings, Path memory) {
        this(sets, learnt, settings.check(), settings.copies(), Optional.of(memory));
    }

    private DataGuard(
            List<Guarded> sets,
            Set<Split> learnt,
            DataSettings.Check check,
            DataSettings.Copies copies,
            Optional<Path> memory) {
        this.sets = sets.stream()
                .filter(set -> set.description.kind() == DatasetDescription.Kind.FOLDER)
                .toList();
        this.learnt = learnt;
        this.check = check;
        this.copies = copies;
        this.memory = memory;
    }

    /**
     * A guard of one data set whose images are about to be read anyway: it looks for copies across splits and classes without images, opens
     * no image and remembers nothing.
     *
     * @param copies whether copies are refused
     */
    public static DataGuard quick(DatasetDescription description, OpenedSet opened, DataSettings.Copies copies) {
        return new DataGuard(
                List.of(new Guarded(description, opened, index -> {}, "")),
                Set.of(Split.TRAIN),
                DataSettings.Check.QUICK,
                copies,
                Optional.empty());
    }

    /**
     * A data set and how its images are looked at.
     *
     * @param description what it is
     * @param opened      the set
     * @param look        reads the image of a sample as the run will; throws UserException where that fails
     * @param way         tells this way of looking from others, for the memory
     */
    public record Guarded(DatasetDescription description, OpenedSet opened, IntConsumer look, String way) {}

    /**
     * Looks; warnings are told, and what the folders hold beside the images that are read, errors are one UserException that lists the
     * first of them.
     */
    public void require(Console console) {
        sets.forEach(set -> set.opened.dataset().tellLeftOut(console::say));
        if (sets.isEmpty() || check == DataSettings.Check.OFF) {
            return;
        }
        Optional<Path> known = memory.map(folder -> folder.resolve(FOLDER).resolve(digest()));
        List<String> warnings =
                known.filter(Files::isRegularFile).map(DataGuard::remembered).orElseGet(() -> look(known, console));
        warnings.stream().limit(TOLD).forEach(warning -> console.say("Warning: " + warning + "."));
        if (warnings.size() > TOLD) {
            console.say("Warning: and " + (warnings.size() - TOLD) + " more like these.");
        }
    }

    private List<String> look(Optional<Path> known, Console console) {
        boolean full = check == DataSettings.Check.FULL;
        List<Part> parts = sets.stream()
                .map(set -> new Part(set.opened.dataset(), full ? Optional.of(set.look) : Optional.empty()))
                .toList();
        Findings found;
        try (Progress progress = console.progress("checking images", DatasetCheck.images(parts, learnt), "images")) {
            found = DatasetCheck.of(parts, learnt, copies == DataSettings.Copies.ALLOW, progress);
        }
        if (!found.isSound()) {
            throw new UserException(told(found));
        }
        known.ifPresent(file ->
                AtomicFile.write(file, String.join("\n", found.warnings()).getBytes(StandardCharsets.UTF_8)));
        return found.warnings();
    }

    private static String told(Findings found) {
        List<String> errors = found.errors();
        if (errors.size() == 1) {
            return errors.get(0) + ".";
        }
        StringBuilder text = new StringBuilder("the images have ").append(errors.size());
        text.append(
                found.unseen() == 0
                        ? " problems:"
                        : " problems, and " + found.unseen() + " have not been looked at yet:");
        errors.stream().limit(TOLD).forEach(error -> text.append("\n  ").append(error));
        return errors.size() > TOLD
                ? text.append("\n  and ")
                        .append(errors.size() - TOLD)
                        .append(" more")
                        .toString()
                : text.toString();
    }

    private static List<String> remembered(Path known) {
        try {
            return Files.readAllLines(known).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UserException(known + ": cannot be read (" + e.getMessage() + "); remove it", e);
        }
    }

    private String digest() {
        MessageDigest digest = Sha256.begin();
        digest.update(
                (check + " " + copies + " " + learnt.stream().sorted().toList()).getBytes(StandardCharsets.UTF_8));
        for (Guarded set : sets) {
            digest.update((set.way + '\n' + set.opened.dataset().classes()).getBytes(StandardCharsets.UTF_8));
            for (Sample sample : set.opened.dataset().samples()) {
                String line = "\n" + sample.path() + '\t' + sample.label() + '\t' + sample.split() + '\t'
                        + lengthAndTime(sample.path());
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Sha256.hex(digest).substring(0, 32);
    }

    private static String lengthAndTime(Path file) {
        try {
            return Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException absent) {
            return "absent";
        }
    }
}
