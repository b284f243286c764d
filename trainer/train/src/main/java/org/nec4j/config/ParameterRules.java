package org.nec4j.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/** Ordered rules over parameter names: the first match decides, and together they must cover every name. */
public final class ParameterRules {
    private ParameterRules() {}

    /**
     * What rules make of names.
     *
     * @param rules     the rule of every name that has one, in the order of the names
     * @param uncovered names without a rule
     * @param useless   by the index of a rule that decides nothing: why
     */
    public record Assignment(Map<String, ParameterRule> rules, List<String> uncovered, Map<Integer, String> useless) {}

    /**
     * The rule of every parameter, in the order of the names.
     *
     * @param depth        encoder blocks, for patterns that count from the end
     * @param decoderDepth decoder blocks
     * @throws UserException that lists every name without a rule and every rule that decides nothing
     */
    public static Map<String, ParameterRule> assign(
            List<ParameterRule> rules, Collection<String> names, int depth, int decoderDepth) {
        Assignment assignment = examine(rules, names, depth, decoderDepth);
        List<String> parts = new ArrayList<>();
        if (!assignment.uncovered.isEmpty()) {
            parts.add(uncovered(assignment.uncovered));
        }
        assignment.useless.forEach((rule, why) -> parts.add(why));
        if (!parts.isEmpty()) {
            throw new UserException("training.parameters: " + String.join("; ", parts) + ".");
        }
        return assignment.rules;
    }

    /** As {@link #assign}, with what is wrong in the result. */
    public static Assignment examine(List<ParameterRule> rules, Collection<String> names, int depth, int decoderDepth) {
        List<Pattern> patterns =
                rules.stream().map(r -> r.compile(depth, decoderDepth)).toList();
        Map<String, Integer> deciding = new LinkedHashMap<>();
        for (String name : names) {
            deciding.put(name, firstMatch(patterns, name));
        }
        Map<String, ParameterRule> assigned = new LinkedHashMap<>();
        deciding.forEach((name, rule) -> {
            if (rule >= 0) {
                assigned.put(name, rules.get(rule));
            }
        });
        Map<Integer, String> useless = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            if (deciding.containsValue(i)) {
                continue;
            }
            Pattern pattern = patterns.get(i);
            List<String> taken = names.stream()
                    .filter(name -> pattern.matcher(name).matches())
                    .map(name -> "\"" + rules.get(deciding.get(name)).pattern() + "\"")
                    .distinct()
                    .toList();
            String own = "\"" + rules.get(i).pattern() + "\"";
            useless.put(
                    i,
                    taken.isEmpty()
                            ? "no parameter matches " + own
                            : own + " can never be reached, for " + String.join(" and ", taken)
                                    + (taken.size() == 1 ? " takes" : " take") + " all its parameters before it");
        }
        List<String> uncovered =
                names.stream().filter(name -> deciding.get(name) < 0).toList();
        return new Assignment(assigned, uncovered, useless);
    }

    /** What is said of names without a rule. */
    public static String uncovered(List<String> names) {
        return "no rule covers " + String.join(", ", names)
                + " (end the list with { pattern = \"*\", train = false } to freeze the rest)";
    }

    private static int firstMatch(List<Pattern> patterns, String name) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matcher(name).matches()) {
                return i;
            }
        }
        return -1;
    }
}
