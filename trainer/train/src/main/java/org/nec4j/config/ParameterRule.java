package org.nec4j.config;

import java.util.Optional;
import java.util.regex.Pattern;

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

    public ParameterRule {
        Violations wrong = new Violations();
        long opened = pattern.chars().filter(c -> c == '{').count();
        long closed = pattern.chars().filter(c -> c == '}').count();
        wrong.unless(
                opened == closed && !pattern.matches(".*\\{[^}]*\\{.*"),
                "pattern",
                "has braces that do not pair: " + pattern);
        wrong.unless(!pattern.isBlank(), "pattern", "is empty; write \"*\" for everything");
        wrong.report();
    }

    /** The pattern for models of this depth, as a regular expression over whole names. */
    Pattern compile(int depth, int decoderDepth) {
        StringBuilder regex = new StringBuilder();
        boolean inBraces = false;
        for (char c : resolveFromTheEnd(depth, decoderDepth).toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '{' -> {
                    inBraces = true;
                    regex.append("(?:");
                }
                case '}' -> {
                    inBraces = false;
                    regex.append(')');
                }
                case ',' -> regex.append(inBraces ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    private String resolveFromTheEnd(int depth, int decoderDepth) {
        return Pattern.compile("(decoder_)?blocks\\.(-[0-9]{1,3})(?![0-9])")
                .matcher(pattern)
                .replaceAll(m -> {
                    int index = (m.group(1) == null ? depth : decoderDepth) + Integer.parseInt(m.group(2));
                    return (m.group(1) == null ? "" : m.group(1)) + "blocks." + Math.max(index, -1);
                });
    }
}
