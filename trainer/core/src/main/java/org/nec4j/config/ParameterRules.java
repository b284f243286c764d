package org.nec4j.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nec4j.codec.UserException;

/** Ordered rules over parameter names: the first match decides, and together they must cover every name. */
public final class ParameterRules {
    private ParameterRules() {}

    /**
     * The rule of every parameter, in the order of the names.
     *
     * @param depth        encoder blocks, for patterns that count from the end
     * @param decoderDepth decoder blocks
     * @throws UserException that lists every name without a rule and every pattern that matches no name at all
     */
    public static Map<String, ParameterRule> assign(
            List<ParameterRule> rules, Collection<String> names, int depth, int decoderDepth) {
        List<Pattern> patterns =
                rules.stream().map(r -> r.compile(depth, decoderDepth)).toList();
        Map<String, ParameterRule> assigned = new LinkedHashMap<>();
        List<String> uncovered = new ArrayList<>();
        for (String name : names) {
            int first = firstMatch(patterns, name);
            if (first < 0) {
                uncovered.add(name);
            } else {
                assigned.put(name, rules.get(first));
            }
        }
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            Pattern pattern = patterns.get(i);
            if (names.stream().noneMatch(n -> pattern.matcher(n).matches())) {
                idle.add("\"" + rules.get(i).pattern() + "\"");
            }
        }
        if (!uncovered.isEmpty() || !idle.isEmpty()) {
            throw new UserException(sentence(uncovered, idle));
        }
        return assigned;
    }

    private static int firstMatch(List<Pattern> patterns, String name) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matcher(name).matches()) {
                return i;
            }
        }
        return -1;
    }

    private static String sentence(List<String> uncovered, List<String> idle) {
        List<String> parts = new ArrayList<>();
        if (!uncovered.isEmpty()) {
            parts.add("no rule covers " + String.join(", ", uncovered)
                    + " (end the list with { pattern = \"*\", train = false } to freeze the rest)");
        }
        if (!idle.isEmpty()) {
            parts.add("no parameter matches " + String.join(", ", idle));
        }
        return "training.parameters: " + String.join("; ", parts) + ".";
    }
}
