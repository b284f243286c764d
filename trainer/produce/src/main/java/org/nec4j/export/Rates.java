package org.nec4j.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An image's mean rate on its way from the estimate to the file; where two neighbours differ, something is lost between them.
 *
 * @param images       how many it was measured on
 * @param noisyBits    estimated with the noise of training; not a number where no estimate is known
 * @param roundedBits  estimated with rounding; not a number likewise
 * @param tableBits    under the codec's integer tables
 * @param payloadBytes that the entropy coder wrote
 * @param fileBytes    of the file, frame included
 */
public record Rates(
        int images, double noisyBits, double roundedBits, double tableBits, double payloadBytes, double fileBytes) {
    /** What the rates are called, in this order. */
    public static final List<String> NAMES = List.of(
            "estimated with the noise of training",
            "estimated with rounding",
            "by the integer tables",
            "coded",
            "in the file, frame included");

    /** Names of the same as numbers in files: bits but for the last two, which are bytes. */
    public static final List<String> KEYS = List.of(
            "noisy_bits_per_image",
            "estimated_bits_per_image",
            "table_bits_per_image",
            "payload_bytes_per_image",
            "coded_bytes_per_image");

    /** That of the bits under the integer tables, which every rate has. */
    public static final String TABLES = KEYS.get(2);

    /** A larger difference between neighbours is worth a warning. */
    private static final double TOLERANCE = 0.02;

    /** What an entropy coder's end takes of every stream, however short. */
    private static final double CODERS_END = 8 * Byte.SIZE;

    /** Of so many images that consist of these, tile by tile. */
    public Rates ofWhole(int wholes) {
        double pieces = (double) images / wholes;
        return new Rates(
                wholes,
                pieces * noisyBits,
                pieces * roundedBits,
                pieces * tableBits,
                pieces * payloadBytes,
                pieces * fileBytes);
    }

    private double[] bits() {
        return new double[] {noisyBits, roundedBits, tableBits, 8 * payloadBytes, 8 * fileBytes};
    }

    /** Those that are numbers by {@link #KEYS}. */
    public Map<String, Double> asMap() {
        double[] values = {noisyBits, roundedBits, tableBits, payloadBytes, fileBytes};
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                map.put(KEYS.get(i), values[i]);
            }
        }
        return map;
    }

    /** The bytes of what {@link #asMap} gave, in the order of {@link #NAMES}; nothing where it has none. */
    public static List<OptionalDouble> bytes(Map<String, Double> map) {
        List<OptionalDouble> bytes = new ArrayList<>();
        for (String key : KEYS) {
            double each = inBytes(key) ? 1 : 1.0 / Byte.SIZE;
            bytes.add(map.containsKey(key) ? OptionalDouble.of(each * map.get(key)) : OptionalDouble.empty());
        }
        return bytes;
    }

    /** Whether the number of that name counts bytes, not bits. */
    public static boolean inBytes(String key) {
        return key.contains("_bytes_");
    }

    /** A table for people under a heading, with the change from line to line. */
    public List<String> lines() {
        double[] bits = bits();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-36s  %10s  %10s  %7s", "rate of an image", "bits", "bytes", "change"));
        for (int i = 0; i < bits.length; i++) {
            if (Double.isFinite(bits[i])) {
                String change = i > 0 && Double.isFinite(change(bits, i)) ? percent(change(bits, i)) : "";
                lines.add(String.format(
                                Locale.ROOT, "%-36s  %,10.1f  %,10.1f  %7s", NAMES.get(i), bits[i], bits[i] / 8, change)
                        .stripTrailing());
            }
        }
        return lines;
    }

    /**
     * One sentence where neighbours differ by more than 2 %. The frame around a stream does not count, nor do the few bytes that end what the
     * coder wrote: they are in every file, however short, and no gap between what was promised and what was coded.
     */
    public Optional<String> warning() {
        double[] bits = bits();
        List<String> gaps = new ArrayList<>();
        for (int i = 1; i < bits.length - 1; i++) {
            boolean isEnd = KEYS.get(i).equals("payload_bytes_per_image")
                    && bits[i] >= bits[i - 1]
                    && bits[i] - bits[i - 1] <= CODERS_END;
            if (Math.abs(change(bits, i)) > TOLERANCE && !isEnd) {
                gaps.add(NAMES.get(i) + " " + percent(change(bits, i)));
            }
        }
        return gaps.isEmpty()
                ? Optional.empty()
                : Optional.of("Warning: the rate of an image changes by more than 2 % from one stage to the next: "
                        + String.join("; ", gaps) + ".");
    }

    /** The relative change from the one before; not a number where one of them is none or nothing was spent. */
    private static double change(double[] bits, int at) {
        return bits[at - 1] > 0 ? bits[at] / bits[at - 1] - 1 : Double.NaN;
    }

    private static String percent(double change) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * change);
    }
}
