package org.nec4j.reid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PooledImages;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;
import org.nec4j.data.SubsetImages;

/** Views of identities that are classes: their images. */
final class ClassViews {
    private final Optional<Pattern> camera;
    private final List<ImageSource> sources = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final Map<String, Integer> cameraNames = new HashMap<>();
    private final List<Integer> identities = new ArrayList<>();
    private final List<Integer> cameras = new ArrayList<>();

    /** @param camera finds the camera in a file's name, by its first group */
    ClassViews(Optional<Pattern> camera) {
        this.camera = camera;
    }

    /** Adds images of a set; of at most so many of its classes, evenly spread. */
    void add(OpenedSet set, Split[] splits, Optional<Integer> most) {
        int[] all = set.dataset().indices(splits);
        List<Integer> classes = new ArrayList<>();
        for (int i : all) {
            int label = set.dataset().samples().get(i).label();
            if (label == Sample.UNLABELLED) {
                throw new UserException(set.images().name(i)
                        + ": has no class, and with data.identities = classes a class is an identity; put"
                        + " images into a folder an identity, or take data.identities = scenes");
            }
            if (!classes.contains(label)) {
                classes.add(label);
            }
        }
        int count = Math.min(most.orElse(classes.size()), classes.size());
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < count; i++) {
            taken.add(classes.get((int) ((long) i * classes.size() / count)));
        }
        List<Integer> chosen = new ArrayList<>();
        for (int i : all) {
            Sample sample = set.dataset().samples().get(i);
            if (taken.contains(sample.label())) {
                chosen.add(i);
                String name = set.dataset().classes().get(sample.label());
                identities.add(names.computeIfAbsent(name, unseen -> names.size()));
                cameras.add(camera.map(pattern -> camera(pattern, sample)).orElse(cameras.size()));
            }
        }
        sources.add(
                new SubsetImages(set.images(), chosen.stream().mapToInt(i -> i).toArray()));
    }

    private int camera(Pattern pattern, Sample sample) {
        String file = sample.key().substring(sample.key().lastIndexOf('/') + 1);
        Matcher found = pattern.matcher(file);
        if (!found.find() || found.group(1) == null) {
            throw new UserException(sample.path() + ": its name tells no camera by data.camera = " + pattern
                    + "; mend the expression or the name, or leave data.camera out");
        }
        return cameraNames.computeIfAbsent(found.group(1), unseen -> cameraNames.size());
    }

    /** Names of the identities. */
    Set<String> names() {
        return names.keySet();
    }

    /** All that was added; of every identity the first image asks, with cameras the first of each. */
    ViewSet views() {
        List<Integer> queries = new ArrayList<>();
        Set<List<Integer>> asked = new HashSet<>();
        for (int i = 0; i < identities.size(); i++) {
            if (asked.add(List.of(identities.get(i), camera.isPresent() ? cameras.get(i) : 0))) {
                queries.add(i);
            }
        }
        return new ViewSet(new PooledImages(sources), ints(identities), ints(cameras), ints(queries));
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(i -> i).toArray();
    }
}
