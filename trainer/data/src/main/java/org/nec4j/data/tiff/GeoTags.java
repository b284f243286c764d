package org.nec4j.data.tiff;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a GeoTIFF says of where its picture lies (OGC 19-008r4), as it stands in the tags.
 *
 * @param transform six numbers a to f: the corner of column i and row j lies at x = a i + b j + c, y = d i + e j + f; empty where the file
 *     states none
 * @param numbers   GeoKeys whose value is a whole number
 * @param doubles   GeoKeys whose value is one floating-point number
 * @param texts     GeoKeys whose value is text
 * @param acquired  GDAL's {@code ACQUISITIONDATETIME}, UTC, as it is written
 */
public record GeoTags(
        List<Double> transform,
        Map<Integer, Integer> numbers,
        Map<Integer, Double> doubles,
        Map<Integer, String> texts,
        Optional<String> acquired) {
    private static final int RASTER_TYPE = 1025;
    private static final int PIXEL_IS_POINT = 2;
    private static final int KEY_SHORTS = 4;
    private static final int MATRIX = 16;
    private static final Pattern ACQUIRED =
            Pattern.compile("<Item name=\"ACQUISITIONDATETIME\"[^>]{0,80}>([^<]{1,40})</Item>");

    /** Nothing at all. */
    public static final GeoTags NONE = new GeoTags(List.of(), Map.of(), Map.of(), Map.of(), Optional.empty());

    static GeoTags of(TiffDirectory directory) {
        Map<Integer, Integer> numbers = new HashMap<>();
        Map<Integer, Double> doubles = new HashMap<>();
        Map<Integer, String> texts = new HashMap<>();
        long[] keys = directory.numbers(Tag.GEO_KEYS);
        double[] stored = directory.doubles(Tag.GEO_DOUBLES);
        String text = new String(directory.bytes(Tag.GEO_TEXTS), StandardCharsets.UTF_8);
        for (int at = KEY_SHORTS; at + KEY_SHORTS <= keys.length; at += KEY_SHORTS) {
            int key = (int) keys[at];
            int count = (int) keys[at + 2];
            int value = (int) keys[at + 3];
            switch ((int) keys[at + 1]) {
                case 0 -> numbers.put(key, value);
                case Tag.GEO_DOUBLES -> {
                    if (count >= 1 && value < stored.length) {
                        doubles.put(key, stored[value]);
                    }
                }
                case Tag.GEO_TEXTS -> {
                    if (value <= text.length() && count <= text.length() - value) {
                        texts.put(key, text.substring(value, value + count).replaceAll("[|\0]+$", ""));
                    }
                }
                default -> {
                    // Values that stand elsewhere are none that are looked at.
                }
            }
        }
        boolean isPoint = numbers.getOrDefault(RASTER_TYPE, 0) == PIXEL_IS_POINT;
        Matcher acquired = ACQUIRED.matcher(directory.text(Tag.GDAL_METADATA).orElse(""));
        return new GeoTags(
                transform(directory, isPoint),
                Map.copyOf(numbers),
                Map.copyOf(doubles),
                Map.copyOf(texts),
                acquired.find() ? Optional.of(acquired.group(1).strip()) : Optional.empty());
    }

    /** As GDAL has it: scale and one tie point before a matrix; where a pixel's centre is meant, moved to its corner. */
    private static List<Double> transform(TiffDirectory directory, boolean isPoint) {
        double[] scale = directory.doubles(Tag.PIXEL_SCALE);
        double[] tie = directory.doubles(Tag.TIEPOINTS);
        double[] m = directory.doubles(Tag.TRANSFORMATION);
        double[] t;
        if (scale.length >= 2 && scale[0] != 0 && scale[1] != 0 && tie.length >= 6) {
            double down = -Math.abs(scale[1]);
            t = new double[] {scale[0], 0, tie[3] - tie[0] * scale[0], 0, down, tie[4] - tie[1] * down};
        } else if (m.length == MATRIX) {
            t = new double[] {m[0], m[1], m[3], m[4], m[5], m[7]};
        } else {
            return List.of();
        }
        if (isPoint) {
            t[2] -= (t[0] + t[1]) / 2;
            t[5] -= (t[3] + t[4]) / 2;
        }
        for (double number : t) {
            if (!Double.isFinite(number)) {
                throw directory.damaged("its transform to a map is not of finite numbers");
            }
        }
        return List.of(t[0], t[1], t[2], t[3], t[4], t[5]);
    }
}
