package org.nec4j.doctor;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Locale;
import org.nec4j.doctor.Finding.Verdict;

/**
 * All findings on one machine.
 *
 * @param findings in the order of the checks
 */
public record Examination(List<Finding> findings) {
    public Examination {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is bad. */
    public boolean fit() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.BAD);
    }

    /** One line a finding, its remedy on the next. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format(Locale.ROOT, "%-5s %-9s %s%n", word(finding), finding.check(), finding.found()));
            if (!finding.remedy().isEmpty()) {
                text.append(" ".repeat(16))
                        .append("-> ")
                        .append(finding.remedy())
                        .append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    /** {@code {"fit": true, "findings": [{"check": ..., "verdict": "ok", "found": ..., "remedy": ...}]}}. */
    public String json() {
        record Line(String check, String verdict, String found, String remedy) {}
        record Whole(boolean fit, List<Line> findings) {}
        return new GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(new Whole(
                        fit(),
                        findings.stream()
                                .map(f -> new Line(f.check(), word(f), f.found(), f.remedy()))
                                .toList()));
    }

    private static String word(Finding finding) {
        return finding.verdict().name().toLowerCase(Locale.ROOT);
    }
}
