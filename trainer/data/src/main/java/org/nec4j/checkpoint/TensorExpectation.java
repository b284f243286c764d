package org.nec4j.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nec4j.codec.error.UserException;

/**
 * The tensors that a model needs, to hold a checkpoint against before anything trains. Immutable; every method that widens it
 * gives a new one.
 */
public final class TensorExpectation {
    private final Map<String, long[]> shapes;
    private final List<String> optional;
    private final List<String> ignored;

    private TensorExpectation(Map<String, long[]> shapes, List<String> optional, List<String> ignored) {
        this.shapes = shapes;
        this.optional = optional;
        this.ignored = ignored;
    }

    /** Expects exactly these tensors; a size of -1 accepts any (position embeddings that will be interpolated). */
    public static TensorExpectation of(Map<String, long[]> shapes) {
        return new TensorExpectation(new LinkedHashMap<>(shapes), List.of(), List.of());
    }

    /** Tensors whose names start so may be absent; those that are there must still have their shape. */
    public TensorExpectation mayLack(String... prefixes) {
        return new TensorExpectation(shapes, joined(optional, prefixes), ignored);
    }

    /** Tensors whose names start so may be there without being expected (the head of a fine-tuned classifier). */
    public TensorExpectation mayHold(String... prefixes) {
        return new TensorExpectation(shapes, optional, joined(ignored, prefixes));
    }

    /** The optional tensors that are absent; throws {@link UserException} with every other difference, one a line. */
    Set<String> check(Checkpoint checkpoint) {
        Set<String> absent = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            if (checkpoint.contains(name)) {
                if (!fits(checkpoint.shape(name), shape)) {
                    problems.add("wrong shape: " + name + " is " + Arrays.toString(checkpoint.shape(name))
                            + ", expected " + text(shape));
                }
            } else if (optional.stream().anyMatch(name::startsWith)) {
                absent.add(name);
            } else {
                missing.add(name);
            }
        });
        List<String> surplus = checkpoint.names().stream()
                .filter(name -> !shapes.containsKey(name) && ignored.stream().noneMatch(name::startsWith))
                .toList();
        missing.forEach(name -> problems.add("missing: " + name + " " + text(shapes.get(name))
                + NearName.of(name, surplus)
                        .map(near -> ", did you mean " + PrintableName.of(near) + "?")
                        .orElse("")));
        surplus.forEach(name ->
                problems.add("surplus: " + PrintableName.of(name) + " " + Arrays.toString(checkpoint.shape(name))));
        if (!problems.isEmpty()) {
            throw new UserException(report(checkpoint, problems));
        }
        return absent;
    }

    private static String report(Checkpoint checkpoint, List<String> problems) {
        return checkpoint.path() + ": does not fit the model in " + problems.size()
                + (problems.size() == 1 ? " place" : " places")
                + "; choose the preset and sizes that it was trained with, or another checkpoint:\n  "
                + String.join("\n  ", problems);
    }

    private static boolean fits(long[] actual, long[] expected) {
        boolean fits = actual.length == expected.length;
        for (int d = 0; d < actual.length && fits; d++) {
            fits = expected[d] == -1 || expected[d] == actual[d];
        }
        return fits;
    }

    private static String text(long[] shape) {
        return Arrays.toString(shape).replace("-1", "any");
    }

    private static List<String> joined(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
