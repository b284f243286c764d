package org.nec4j.sight;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.report.Markup;

/** The rate from the estimate in training to the bytes of the file, as far as a run measured it. */
final class RateTable {
    private final Map<String, Object> summary;
    private final Optional<CodeStatistics> statistics;
    private final Markup html = new Markup();

    RateTable(Map<String, Object> summary, Optional<CodeStatistics> statistics) {
        this.summary = summary;
        this.statistics = statistics;
    }

    String toHtml() {
        if (statistics.isEmpty() && !summary.containsKey("coded_bytes_per_image")) {
            return "";
        }
        html.add("<h2>Rate, from the estimate to the file</h2>");
        html.add("<div class=\"scroll\"><table>");
        html.add(
                "<tr><th>measured</th><th class=\"number\">bits an image</th><th class=\"number\">bytes an image</th><th>on</th></tr>");
        String checked = summary.get("measured_images") instanceof Number images
                ? String.format(Locale.ROOT, "%.0f held-out images", images.doubleValue())
                : "held-out images";
        fromSummary(
                "estimated in training, with noise",
                "training_bits_per_image",
                1,
                "last training batches, visible patches only");
        fromSummary("estimated with rounding", "estimated_bits_per_image", 1, checked);
        statistics.ifPresent(s -> row("by the integer tables", s.tableBits(), s.images() + " held-out images"));
        fromSummary("in the file, everything counted", "coded_bytes_per_image", 8, checked);
        statistics.ifPresent(
                s -> row("in the file, everything counted", 8 * s.codedBytes(), s.images() + " held-out images"));
        return html.add("</table></div>").toString();
    }

    private void fromSummary(String label, String key, double bitsEach, String on) {
        if (summary.get(key) instanceof Number number) {
            row(label, bitsEach * number.doubleValue(), on);
        }
    }

    private void row(String label, double bits, String on) {
        html.add(
                "<tr><td>%s</td><td class=\"number\">%,.1f</td><td class=\"number\">%,.1f</td><td>%s</td></tr>",
                label, bits, bits / 8, on);
    }
}
