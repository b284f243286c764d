package org.nec4j.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting for all parameters whose names match a pattern.
 *
 * @param pattern           a whole name in which {@code *} stands for any characters, {@code ?} for one, <code>{a,b}</code> for
 *                          either, and {@code blocks.-1} for the last block
 * @param train             whether they move; if not, they are frozen
 * @param learningRateScale factor on the learning rate; absent means 1
 * @param weightDecay       in place of the optimizer's; absent means the optimizer's
 */
public record ParameterRule(
        String pattern,
        boolean train,
        @Interval("(0, inf)") Optional<Double> learningRateScale,
        @Interval("[0, inf)") Optional<Double> weightDecay) {

    private static final Pattern PAIRED = Pattern.compile("[^{}]*(\\{[^{}]*\\}[^{}]*)*+");
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern LAST_BLOCKS = Pattern.compile("(decoder_)?blocks\\.(-[0-9]{1,3})(?![0-9])");
    private static final int MOST_ALTERNATIVES = 1000;

    public ParameterRule {
        Violations wrong = new Violations();
        boolean isPaired = PAIRED.matcher(pattern).matches();
        wrong.unless(isPaired, "pattern", "has braces that do not pair: " + pattern);
        wrong.unless(
                !isPaired || alternatives(pattern) <= MOST_ALTERNATIVES,
                "pattern",
                "has braces that stand for more than " + MOST_ALTERNATIVES + " names; write several rules");
        wrong.unless(!pattern.isBlank(), "pattern", "is empty; write \"*\" for everything");
        wrong.report();
    }

    /** The pattern for models of this depth, as a regular expression over whole names. */
    Pattern compile(int depth, int decoderDepth) {
        return Pattern.compile(expanded(pattern).stream()
                .map(name -> regex(fromTheStart(name, depth, decoderDepth)))
                .collect(Collectors.joining("|")));
    }

    private static String regex(String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : name.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** Every name that the braces stand for: {@code blocks.{-1,-2}.*} is two. */
    private static List<String> expanded(String pattern) {
        Matcher braces = BRACES.matcher(pattern);
        if (!braces.find()) {
            return List.of(pattern);
        }
        List<String> rest = expanded(pattern.substring(braces.end()));
        return Arrays.stream(braces.group(1).split(",", -1))
                .flatMap(choice -> rest.stream().map(end -> pattern.substring(0, braces.start()) + choice + end))
                .toList();
    }

    private static long alternatives(String pattern) {
        return BRACES.matcher(pattern)
                .results()
                .mapToLong(braces -> braces.group(1).split(",", -1).length)
                .reduce(1, (a, b) -> Math.min(MOST_ALTERNATIVES + 1L, a * b));
    }

    /** The name with the numbers of blocks that it counts from the end. */
    private static String fromTheStart(String name, int depth, int decoderDepth) {
        return LAST_BLOCKS.matcher(name).replaceAll(m -> {
            int index = (m.group(1) == null ? depth : decoderDepth) + Integer.parseInt(m.group(2));
            return (m.group(1) == null ? "" : m.group(1)) + "blocks." + Math.max(index, -1);
        });
    }
}
