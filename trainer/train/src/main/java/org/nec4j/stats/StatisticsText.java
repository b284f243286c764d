package org.nec4j.stats;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nec4j.config.DatasetDescription.Samples;
import org.nec4j.data.BandStatistics;

/** Statistics as an experiment's file takes them, with a table of everything else in its comments, and as JSON. */
public final class StatisticsText {
    private StatisticsText() {}

    /** HOCON to be pasted: {@code model.channels}, {@code data.mean}, {@code data.std}. */
    public static String hocon(MeasuredBands statistics) {
        List<BandStatistics> bands = statistics.bands();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "# %s: %,d %s, %s%n",
                statistics.source(),
                statistics.images(),
                statistics.images() == 1 ? "image" : "images",
                statistics.samples() == Samples.RGB ? "red, green and blue over 255" : "numbers as stored"));
        text.append(String.format(
                Locale.ROOT,
                "# %4s %13s %13s %13s %13s %12s %12s%n",
                "band",
                "mean",
                "std",
                "min",
                "max",
                "numbers",
                "missing"));
        for (int c = 0; c < bands.size(); c++) {
            BandStatistics band = bands.get(c);
            text.append(String.format(
                    Locale.ROOT,
                    "# %4d %13.6g %13.6g %13.6g %13.6g %12d %12d%n",
                    c + 1,
                    band.mean(),
                    band.std(),
                    band.min(),
                    band.max(),
                    band.valid(),
                    band.missing()));
        }
        List<Integer> flat = IntStream.range(0, bands.size())
                .filter(c -> !(bands.get(c).std() > 0))
                .mapToObj(c -> c + 1)
                .toList();
        if (!flat.isEmpty()) {
            return text.append("# Bands ")
                    .append(flat)
                    .append(
                            " hold nothing that varies and cannot be normalized; choose the others with bands = [...].\n")
                    .toString();
        }
        return text.append("model.channels = ")
                .append(bands.size())
                .append("\ndata.mean = ")
                .append(list(bands, BandStatistics::mean))
                .append("\ndata.std = ")
                .append(list(bands, BandStatistics::std))
                .append('\n')
                .toString();
    }

    /** All numbers, keys in snake case; a band without a number has NaN. */
    public static String json(MeasuredBands statistics) {
        return new GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .serializeSpecialFloatingPointValues()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(statistics);
    }

    private static String list(List<BandStatistics> bands, ToDoubleFunction<BandStatistics> number) {
        return bands.stream()
                .map(band -> String.format(Locale.ROOT, "%.6g", number.applyAsDouble(band)))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
