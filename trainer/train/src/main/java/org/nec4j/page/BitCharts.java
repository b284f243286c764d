package org.nec4j.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nec4j.picture.CodeStatistics;
import org.nec4j.report.BarChart;
import org.nec4j.report.Markup;

/** Which symbols are coded, and which channels pay. */
final class BitCharts {
    /** Symbols beyond this are counted together. */
    private static final int FARTHEST = 12;

    private static final double LEAST_SHARE = 1e-6;

    private final CodeStatistics statistics;

    BitCharts(CodeStatistics statistics) {
        this.statistics = statistics;
    }

    String toHtml() {
        Markup html = new Markup();
        html.add("<h2>Where the bits go</h2>");
        html.add("<p class=\"soft\">%d images, %,d symbols.</p>", statistics.images(), statistics.count());
        html.add("<div class=\"charts\">");
        html.add("<figure><figcaption>symbols <small>share of all, logarithmic</small></figcaption>")
                .add("%s", symbols().toSvg())
                .add("</figure>");
        html.add("<figure><figcaption>bits a channel <small>mean an image, dearest first</small></figcaption>")
                .add("%s", channels().toSvg())
                .add("</figure>");
        return html.add("</div>").toString();
    }

    private BarChart symbols() {
        int reach = Math.min(
                FARTHEST,
                Math.max(
                        2,
                        statistics.symbols().keySet().stream()
                                .mapToInt(Math::abs)
                                .max()
                                .orElse(0)));
        double[] shares = new double[2 * reach + 1];
        for (Map.Entry<Integer, Long> symbol : statistics.symbols().entrySet()) {
            int clamped = Math.max(-reach, Math.min(reach, symbol.getKey()));
            shares[clamped + reach] += (double) symbol.getValue() / statistics.count();
        }
        List<String> titles = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        for (int s = -reach; s <= reach; s++) {
            String beyond = reach == FARTHEST && Math.abs(s) == reach ? " and beyond" : "";
            titles.add(String.format(Locale.ROOT, "symbol %d%s: %.4f %%", s, beyond, 100 * shares[s + reach]));
            marks.add(reach <= 6 || s % 2 == 0 ? Integer.toString(s) : "");
        }
        return new BarChart("share of symbols", shares, titles, marks, LEAST_SHARE);
    }

    private BarChart channels() {
        double[] bits = statistics.channelBits();
        List<Integer> order = IntStream.range(0, bits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -bits[c]))
                .toList();
        double[] heights = order.stream().mapToDouble(c -> bits[c]).toArray();
        List<String> titles = order.stream()
                .map(c -> String.format(Locale.ROOT, "channel %d: %.2f bits an image", c, bits[c]))
                .toList();
        List<String> marks = new ArrayList<>();
        int pitch = Math.max(1, Math.round(bits.length / 4f));
        for (int i = 0; i < bits.length; i++) {
            marks.add(
                    i == 0 || i == bits.length - 1 || (i + 1) % pitch == 0 && bits.length - i > pitch / 2
                            ? Integer.toString(i + 1)
                            : "");
        }
        return new BarChart("bits a channel", heights, titles, marks, 0);
    }
}
