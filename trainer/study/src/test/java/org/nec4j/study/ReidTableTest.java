package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.config.ReidStudySettings;
import org.nec4j.config.SensingStudySettings.Named;
import org.nec4j.reid.OpenSetScores;
import org.nec4j.reid.ReidResult;

class ReidTableTest {
    private static final int QUERIES = 400;

    private final ReidStudySettings settings = new ReidStudySettings(
            "title",
            Path.of("base.conf"),
            List.of(0L),
            "whole",
            96,
            0.02,
            List.of(new ReidStudySettings.Line(
                    "line", List.of(new Named("whole", List.of()), new Named("short", List.of())))));

    private String verdict(ReidPoint... points) {
        return new ReidTable(settings, 2).verdict(List.of(points));
    }

    /** A code with an average precision of 1 for some queries, 0 for the others. */
    private static ReidPoint point(String name, int bytes, int right) {
        double[] precision = new double[QUERIES];
        Arrays.fill(precision, 0, right, 1);
        OpenSetScores scores = new OpenSetScores(precision, new double[][] {precision, precision, precision}, 1600);
        return new ReidPoint("line", name, List.of(new ReidResult(scores, QUERIES, bytes, bytes + 5, 768.0 / bytes)));
    }

    @Test
    void aLossCountsAsSmallWhereItsWholeIntervalDoes() {
        ReidPoint whole = point("whole", 768, 380);
        assertThat(verdict(whole, point("short", 8, 379)))
                .contains(
                        "holds: the best code of 96x or more, \"short\" at 96x, has 94.8 % where \"whole\" has 95.0 %");
        assertThat(verdict(whole, point("short", 8, 373))).contains("cannot be told from these queries");
        assertThat(verdict(whole, point("short", 8, 300))).contains("does not hold");
    }

    @Test
    void withoutBothThereIsNoVerdict() {
        assertThat(verdict(point("whole", 768, 380))).contains("cannot be told, as no such code");
        assertThat(verdict(point("whole", 768, 380), point("short", 9, 380)))
                .contains("cannot be told, as no such code");
        assertThat(verdict()).contains("cannot be told");
    }

    @Test
    void theTableTellsBytesWithAndWithoutTheirFrame() {
        List<ReidPoint> points = new ArrayList<>(List.of(point("whole", 768, 380), point("short", 8, 373)));
        String table = new ReidTable(settings, 2).of(points);
        assertThat(table)
                .contains("| line | short | 8 (13) | 96x | 93.3 (")
                .contains("| line | whole | 768 (773) | 1x | 95.0 (")
                .contains("400 identities that nothing was learnt from, 400 queries in a gallery of 1600 views");
        assertThat(new ReidTable(settings, 2).figure(points)).isPresent();
        assertThat(new ReidTable(settings, 2).figure(List.of())).isEmpty();
    }
}
