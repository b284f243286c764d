package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.config.StudySettings.Aim;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;
import org.nec4j.report.SquaredErrors;
import org.nec4j.report.Verdict;
import org.nec4j.report.Verdict.Outcome;

class AimsTest {
    private final List<Measurement> rows = new ArrayList<>();

    @Test
    void aPointOfItsOwnMustComeNearEnoughWithFewEnoughBytes() {
        row("uncompressed", 50_000, 0.80, 0);
        row("ours", 30, 0.78, 0);
        row("ours", 50, 0.796, 0);
        assertThat(near(0.5, 50).outcome()).isEqualTo(Outcome.HOLDS);
        assertThat(near(0.5, 49).outcome()).isEqualTo(Outcome.FAILS);
        assertThat(near(0.5, 49).ours()).isEqualTo("78.0 % of 80.0 % at 30.0 bytes; within them from 50.0 bytes");
        assertThat(near(0.1, 60).ours()).endsWith("never within them");
        assertThat(near(9, 29).ours()).isEqualTo("cheapest point 30.0 bytes");
    }

    @Test
    void savingsAreThoseAtEqualScore() {
        row("uncompressed", 50_000, 0.80, 0);
        for (int i = 1; i <= 4; i++) {
            row("ours", 100 * i, 0.6 + 0.02 * i, 100.0 / i);
            row("theirs", 200 * i, 0.6 + 0.02 * i, 100.0 / i);
        }
        Verdict half = against("linear", Optional.of(0.5));
        assertThat(half.outcome()).isEqualTo(Outcome.HOLDS);
        assertThat(half.ours()).isEqualTo("50 % saved, on average at equal score");
        assertThat(against("linear", Optional.of(0.51)).outcome()).isEqualTo(Outcome.FAILS);
        assertThat(against(Aim.SQUARED_ERROR, Optional.of(0.4)).ours()).startsWith("50 % saved");
        assertThat(against("linear", Optional.empty()).outcome()).isEqualTo(Outcome.HOLDS);
    }

    @Test
    void whereCurvesDoNotMeetTheirBestPointIsCompared() {
        row("uncompressed", 50_000, 0.80, 0);
        row("ours", 40, 0.78, 0);
        row("ours", 60, 0.79, 0);
        row("theirs", 400, 0.70, 0);
        row("theirs", 800, 0.75, 0);
        assertThat(against("linear", Optional.of(0.9)).ours())
                .isEqualTo("95 % saved, 40.0 bytes reach what it has at 800 bytes");
        Verdict ahead = against("linear", Optional.empty());
        assertThat(ahead.outcome()).isEqualTo(Outcome.OPEN);
        assertThat(ahead.ours())
                .isEqualTo("no rate that both reach: 79.0 % at 60.0 bytes against at best 75.0 % from 400 bytes on");
    }

    @Test
    void aHeadThatScoresMoreThanOnTheUncompressedEmbeddingTellsNothing() {
        row("uncompressed", 50_000, 0.40, 0);
        row("ours", 40, 0.50, 0);
        row("theirs", 400, 0.45, 0);
        Verdict unlearnt = against("linear", Optional.of(0.5));
        assertThat(unlearnt.outcome()).isEqualTo(Outcome.OPEN);
        assertThat(unlearnt.ours())
                .isEqualTo(
                        "the head has more at 40.0 bytes, 50.0 %, than on the uncompressed embedding, 40.0 %: it has not"
                                + " learnt that");
    }

    @Test
    void aSystemThatIsNotThereLeavesTheAimOpen() {
        row("uncompressed", 50_000, 0.80, 0);
        row("ours", 40, 0.78, 0);
        assertThat(against("linear", Optional.of(0.1)).outcome()).isEqualTo(Outcome.OPEN);
    }

    private Verdict near(double points, double bytes) {
        return aims().judge(new Aim(
                "linear", "ours", Optional.of(points), Optional.of(bytes), Optional.empty(), Optional.empty()));
    }

    private Verdict against(String head, Optional<Double> saves) {
        return aims().judge(new Aim(head, "ours", Optional.empty(), Optional.empty(), Optional.of("theirs"), saves));
    }

    private Aims aims() {
        return new Aims(new Results("test", Map.of(), rows, List.of()), "uncompressed");
    }

    private void row(String system, double bytes, double accuracy, double error) {
        Map<String, Double> metrics = error > 0 ? Map.of(SquaredErrors.METRIC, error) : Map.of();
        rows.add(new Measurement(
                system, "at " + bytes, "linear", 100, bytes, 0, List.of(accuracy), accuracy, accuracy, metrics));
    }
}
