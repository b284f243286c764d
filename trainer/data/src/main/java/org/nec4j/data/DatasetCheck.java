package org.nec4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.progress.Progress;

/**
 * Looks, before anything trains, for what would spoil a run: images that cannot be read or do not fit, files that are not what the
 * index says, the same file in a split that is learnt from and in another, classes without an image to learn from.
 *
 * <p>Of the splits only those count that are learnt from, and val and test.
 */
public final class DatasetCheck {
    /** So many problems of files end the look, as more would not be read. */
    private static final int ENOUGH = 10;

    /** Images that are looked at together, so that what ends the look does not depend on which was looked at first. */
    private static final int TOGETHER = 256;

    private final List<Part> parts;
    private final Set<Split> learnt;
    private final boolean copiesAllowed;
    private final List<Entry> entries;

    private DatasetCheck(List<Part> parts, Set<Split> learnt, boolean copiesAllowed) {
        this.parts = parts;
        this.learnt = learnt;
        this.copiesAllowed = copiesAllowed;
        this.entries = parts.stream()
                .flatMap(part -> IntStream.range(0, part.dataset.size())
                        .filter(i -> counts(part.dataset.samples().get(i).split()))
                        .mapToObj(i -> new Entry(part, i, part.dataset.samples().get(i))))
                .toList();
    }

    /**
     * One of the data sets that a run reads.
     *
     * @param dataset its samples
     * @param look    reads the image of a sample as the run will, and throws UserException where that fails; without it no image is
     *                opened, and digests that an index states are believed
     */
    public record Part(Dataset dataset, Optional<IntConsumer> look) {}

    /**
     * What was found, a sentence each.
     *
     * @param errors   what spoils a run
     * @param warnings what a user would want to know
     * @param unseen   images that were not looked at, as there were problems enough
     */
    public record Findings(List<String> errors, List<String> warnings, int unseen) {
        /** Whether a run may begin. */
        public boolean isSound() {
            return errors.isEmpty();
        }
    }

    private record Entry(Part part, int index, Sample sample) {}

    private record Seen(Optional<String> digest, List<String> errors) {}

    /**
     * Looks at data sets that are read together, on all processors. A file's digest is computed only where another has the same
     * length, or where an index states it.
     *
     * @param learnt        the splits that are learnt from
     * @param copiesAllowed whether the same file in two splits is a warning instead of an error
     * @param progress      told how many of {@link #images} are done
     */
    public static Findings of(List<Part> parts, Set<Split> learnt, boolean copiesAllowed, Progress progress) {
        return new DatasetCheck(parts, learnt, copiesAllowed).findings(progress);
    }

    /** How many images count. */
    public static int images(List<Part> parts, Set<Split> learnt) {
        return new DatasetCheck(parts, learnt, false).entries.size();
    }

    private boolean counts(Split split) {
        return learnt.contains(split) || split == Split.VAL || split == Split.TEST;
    }

    private Findings findings(Progress progress) {
        Map<Long, Integer> lengths = new HashMap<>();
        entries.forEach(entry -> lengths.merge(length(entry.sample.path()), 1, Integer::sum));
        AtomicInteger done = new AtomicInteger();
        List<Seen> seen = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        while (seen.size() < entries.size() && errors.size() < ENOUGH) {
            List<Entry> next = entries.subList(seen.size(), Math.min(entries.size(), seen.size() + TOGETHER));
            next.parallelStream()
                    .map(entry -> {
                        Seen one = look(entry, lengths.get(length(entry.sample.path())) > 1);
                        progress.at(done.incrementAndGet());
                        return one;
                    })
                    .toList()
                    .forEach(one -> {
                        seen.add(one);
                        errors.addAll(one.errors);
                    });
        }
        Findings findings = new Findings(errors, new ArrayList<>(), entries.size() - seen.size());
        copies(seen, findings);
        parts.forEach(part -> emptyClasses(part.dataset, findings));
        return findings;
    }

    private static Seen look(Entry entry, boolean mayBeACopy) {
        Sample sample = entry.sample;
        List<String> errors = new ArrayList<>();
        Optional<String> digest = Optional.empty();
        try {
            boolean isStated = sample.sha256().isPresent() && entry.part.look.isPresent();
            if (mayBeACopy || isStated) {
                String actual = Sha256.of(ImageDecoder.bytes(sample.path()));
                digest = Optional.of(actual);
                if (isStated && !sample.sha256().get().equals(actual)) {
                    errors.add(sample.path() + ": is not the file that the index names (sha256 " + actual
                            + "); fetch the data set again");
                }
            }
            entry.part.look.ifPresent(look -> look.accept(entry.index));
        } catch (UserException e) {
            errors.add(e.getMessage());
        }
        return new Seen(digest, errors);
    }

    private void copies(List<Seen> seen, Findings findings) {
        Map<String, Sample> first = new HashMap<>();
        int harmless = 0;
        for (int i = 0; i < seen.size(); i++) {
            Sample sample = entries.get(i).sample;
            Optional<Sample> earlier = seen.get(i).digest.map(digest -> first.putIfAbsent(digest, sample));
            if (earlier.isEmpty()) {
                continue;
            }
            boolean bothLearnt = learnt.contains(sample.split())
                    && learnt.contains(earlier.get().split());
            if (sample.split() == earlier.get().split() || bothLearnt) {
                harmless++;
            } else {
                (copiesAllowed ? findings.warnings : findings.errors)
                        .add(sample.path() + ": the same file as "
                                + earlier.get().path() + ", one in split "
                                + sample.split().word() + " and the other in "
                                + earlier.get().split().word()
                                + (copiesAllowed
                                        ? ""
                                        : "; remove one, or allow copies (data.copies = allow, or --copies allow where a"
                                                + " command has no settings)"));
            }
        }
        if (harmless > 0) {
            findings.warnings.add(harmless + (harmless == 1 ? " image is a copy" : " images are copies")
                    + " of others that serve the same purpose; they weigh double");
        }
    }

    private void emptyClasses(Dataset dataset, Findings findings) {
        if (dataset.samples().stream().allMatch(s -> s.label() == Sample.UNLABELLED)) {
            return;
        }
        for (int label = 0; label < dataset.classes().size(); label++) {
            int wanted = label;
            Set<Split> having = dataset.samples().stream()
                    .filter(s -> s.label() == wanted)
                    .map(Sample::split)
                    .collect(Collectors.toSet());
            String name = "data set " + dataset.name() + ": class '"
                    + dataset.classes().get(label) + "' has no image ";
            if (having.stream().noneMatch(learnt::contains) && isIn(dataset, learnt)) {
                findings.errors.add(name + "to learn from (split "
                        + String.join(
                                " or ",
                                learnt.stream().sorted().map(Split::word).toList())
                        + "); add images, or take it out of the description's classes");
            } else if (!having.contains(Split.TEST) && isIn(dataset, Set.of(Split.TEST))) {
                findings.warnings.add(name + "in split test, so that no accuracy tells anything about it");
            }
        }
    }

    private static boolean isIn(Dataset dataset, Set<Split> splits) {
        return dataset.samples().stream().anyMatch(s -> splits.contains(s.split()));
    }

    /** Bytes of a file; that of one which is not there is -1, and whoever reads it will say so. */
    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException absent) {
            return -1;
        }
    }
}
