package org.nec4j.data;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;

/**
 * Samples and the names of their classes.
 *
 * @param name what messages call it
 * @param classes class names; a label is an index into them
 * @param samples in the order of their keys
 * @param leftOut what lay beside them and is not read
 */
public record Dataset(String name, List<String> classes, List<Sample> samples, LeftOut leftOut) {
    public Dataset {
        classes = List.copyOf(classes);
        samples = List.copyOf(samples);
    }

    /** With nothing left out. */
    public Dataset(String name, List<String> classes, List<Sample> samples) {
        this(name, classes, samples, LeftOut.NOTHING);
    }

    /**
     * Indices of the samples of the given splits.
     *
     * @throws UserException if there are none
     */
    public int[] indices(Split... splits) {
        Set<Split> wanted = EnumSet.copyOf(Arrays.asList(splits));
        int[] indices = IntStream.range(0, samples.size())
                .filter(i -> wanted.contains(samples.get(i).split()))
                .toArray();
        if (indices.length == 0) {
            String words = wanted.stream().map(Split::word).collect(Collectors.joining(" or "));
            String present = samples.stream()
                    .map(s -> s.split().word())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new UserException(
                    "data set " + name + " has no image in split " + words + "; it has images in: " + present
                            + "; name folders after splits, or state shares: split { train = 0.6, val = 0.2, test = 0.2 }");
        }
        return indices;
    }

    /**
     * The samples of the given splits.
     *
     * @throws UserException if there are none
     */
    public Dataset only(Split... splits) {
        return new Dataset(
                name,
                classes,
                Arrays.stream(indices(splits)).mapToObj(samples::get).toList());
    }

    /** Tells in one line what was left out, where anything was. */
    public void tellLeftOut(Consumer<String> tell) {
        leftOut.line(name).ifPresent(tell);
    }

    /** Number of samples. */
    public int size() {
        return samples.size();
    }
}
