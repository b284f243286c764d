package org.nec4j.progress;

import java.util.Locale;

/**
 * How far a task is, in one line of ASCII.
 *
 * @param rate    units a second; 0 while it is not known
 * @param seconds that are left, or that a finished task took; negative while not known
 * @param detail  numbers worth watching, the most telling first, parted by ", "
 */
record ProgressLine(String task, long done, long total, String unit, double rate, double seconds, String detail) {
    private static final String COMMA = ", ";
    private static final double SLOW = 0.02;

    /** The line, first in fewer words and then with fewer details where it is longer than {@code width}. */
    String fitting(int width) {
        String line = full();
        if (line.length() > width) {
            line = brief(COMMA, detail);
        }
        String kept = detail;
        while (line.length() > width) {
            line = brief(" ", kept.replace(COMMA, " "));
            if (kept.isEmpty()) {
                return line.substring(0, Math.min(line.length(), Math.max(0, width)));
            }
            kept = kept.substring(0, Math.max(0, kept.lastIndexOf(COMMA)));
        }
        return line;
    }

    private String full() {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "%s %d/%d %s (%d %%)", task, done, total, unit, total == 0 ? 100 : 100 * done / total));
        if (rate > 0) {
            line.append(COMMA).append(rateText(" " + unit));
        }
        if (done >= total) {
            line.append(", in ").append(HumanTime.words(seconds));
        } else if (seconds >= 0) {
            line.append(COMMA).append(HumanTime.words(seconds)).append(" left");
        }
        return detail.isEmpty()
                ? line.toString()
                : line.append(COMMA).append(detail).toString();
    }

    private String brief(String separator, String details) {
        StringBuilder line = new StringBuilder(task + " " + done + "/" + total);
        if (rate > 0) {
            line.append(separator).append(rateText(""));
        }
        if (seconds >= 0) {
            line.append(separator)
                    .append(HumanTime.words(seconds).replace(" ", "").replace("min", "m"));
        }
        return details.isEmpty()
                ? line.toString()
                : line.append(separator).append(details).toString();
    }

    private String rateText(String of) {
        // What takes minutes each has no rate a second to speak of.
        return rate < SLOW
                ? String.format(Locale.ROOT, "%.1f%s/h", 3600 * rate, of)
                : String.format(Locale.ROOT, rate < 10 ? "%.2f%s/s" : "%.0f%s/s", rate, of);
    }
}
