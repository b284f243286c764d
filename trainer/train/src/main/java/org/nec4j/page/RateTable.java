package org.nec4j.page;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.export.Rates;
import org.nec4j.picture.CodeStatistics;
import org.nec4j.report.Markup;

/** The rate from the estimate in training to the bytes of the file, as far as a run measured it. */
final class RateTable {
    private static final String CODED = "coded_bytes_per_image";

    private final Map<String, Object> summary;
    private final Optional<CodeStatistics> statistics;
    private final Markup html = new Markup();

    RateTable(Map<String, Object> summary, Optional<CodeStatistics> statistics) {
        this.summary = summary;
        this.statistics = statistics;
    }

    String toHtml() {
        if (statistics.isEmpty() && !summary.containsKey(CODED)) {
            return "";
        }
        html.add("<h2>Rate, from the estimate to the file</h2>");
        html.add("<div class=\"scroll\"><table class=\"stacked\">");
        html.add(
                "<tr class=\"head\"><th>measured</th><th class=\"number\">bits an image</th><th class=\"number\">bytes an image</th><th>on</th></tr>");
        String checked = summary.get("measured_images") instanceof Number images
                ? String.format(Locale.ROOT, "%.0f images", images.doubleValue())
                : "images";
        fromSummary(
                "estimated in training, with noise",
                "training_bits_per_image",
                1,
                "last training batches, visible patches only");
        for (int i = 0; i < Rates.KEYS.size(); i++) {
            String key = Rates.KEYS.get(i);
            fromSummary(Rates.NAMES.get(i), key, Rates.inBytes(key) ? Byte.SIZE : 1, checked);
        }
        if (!summary.containsKey(CODED)) {
            statistics.ifPresent(s -> {
                row(Rates.NAMES.get(2), s.tableBits(), s.images() + " images");
                row(Rates.NAMES.get(4), 8 * s.codedBytes(), s.images() + " images");
            });
        }
        return html.add("</table></div>").toString();
    }

    private void fromSummary(String label, String key, double bitsEach, String on) {
        if (summary.get(key) instanceof Number number) {
            row(label, bitsEach * number.doubleValue(), on);
        }
    }

    private void row(String label, double bits, String on) {
        html.add(
                "<tr><td class=\"key\">%s</td><td class=\"number\" data-unit=\" bits an image\">%,.1f</td>"
                        + "<td class=\"number\" data-unit=\" bytes an image\">%,.1f</td><td>%s</td></tr>",
                label, bits, bits / 8, on);
    }
}
