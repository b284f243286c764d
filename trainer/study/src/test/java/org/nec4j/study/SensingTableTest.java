package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.config.SensingStudySettings;
import org.nec4j.config.SensingStudySettings.Condition;
import org.nec4j.config.SensingStudySettings.Named;
import org.nec4j.onboard.Judgement;

class SensingTableTest {
    private static final int IMAGES = 100;

    private final SensingStudySettings settings = settings(Optional.empty());

    private static SensingStudySettings settings(Optional<List<String>> entrants) {
        return new SensingStudySettings(
                "title",
                Path.of("base.conf"),
                List.of(0L, 1L, 2L),
                List.of(
                        new Condition("noise", List.of(), Optional.empty(), Optional.empty()),
                        new Condition("none", List.of(), Optional.empty(), entrants)),
                List.of(
                        new Named("without", List.of("objective.lambda=0")),
                        new Named("little", List.of("objective.lambda=0.1")),
                        new Named("much", List.of("objective.lambda=1")),
                        new Named("cosines", List.of("sensing.scheme=dct"))));
    }

    /** Runs of every seed that are right on so many of the images. */
    private static List<SensingPoint> runs(int seeds, int without, int little, int much) {
        List<SensingPoint> points = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            points.add(point("without", seed, without));
            points.add(point("little", seed, little));
            points.add(point("much", seed, much));
        }
        return points;
    }

    private static SensingPoint point(String entrant, long seed, int right) {
        boolean[] of = new boolean[IMAGES];
        Arrays.fill(of, 0, right, true);
        return new SensingPoint("noise", entrant, seed, new Judgement(new int[IMAGES], of, 0.5, 51));
    }

    private String verdict(List<SensingPoint> points) {
        return new SensingTable(settings, 24, points).verdicts().get(0);
    }

    @Test
    void aLossThatWinsInEverySeedAndMostlySignificantlyHolds() {
        assertThat(verdict(runs(3, 40, 41, 60))).startsWith("A recovery loss helps under noise: holds, by much (");
    }

    @Test
    void lossesThatAllLoseSoDoNotHold() {
        assertThat(verdict(runs(3, 60, 40, 30))).contains(": does not hold (little -20.0 (");
    }

    @Test
    void whatTheImagesDoNotTellApartCannotBeTold() {
        assertThat(verdict(runs(3, 40, 42, 38)))
                .endsWith(
                        ": cannot be told from these runs (little +2.0 (-0.8 to +4.8) points, much -2.0 (-4.8 to +0.8) points)");
        assertThat(verdict(runs(3, 40, 60, 30))).contains(": holds, by little (");
        List<SensingPoint> mixed = runs(2, 40, 30, 60);
        mixed.addAll(List.of(point("without", 2, 60), point("little", 2, 30), point("much", 2, 40)));
        assertThat(verdict(mixed)).contains("cannot be told from these runs (");
    }

    @Test
    void nothingIsToldBeforeAllSeedsAreRun() {
        assertThat(verdict(List.of())).endsWith("cannot be told, as not all of its runs are done");
        assertThat(verdict(runs(2, 40, 41, 60))).endsWith("cannot be told, as not all of its runs are done");
        List<SensingPoint> partly = runs(3, 40, 41, 60);
        partly.remove(partly.size() - 1);
        assertThat(verdict(partly)).endsWith("cannot be told, as not all of its runs are done");
    }

    @Test
    void tableAndJsonSayWhatWasRun() {
        List<SensingPoint> points = runs(3, 40, 41, 60);
        SensingTable table = new SensingTable(settings, 24, points);
        assertThat(table.markdown())
                .contains("Measured 9 of 24 runs.")
                .contains(
                        "- A recovery loss helps under noise: holds, by much (little +1.0 (-1.0 to +3.0) points, much +20.0 (")
                .contains("- A recovery loss helps under none: cannot be told, as not all of its runs are done.")
                .contains("| noise | much | 51 | 60.0 | 50.3 - 69.7 | 60.0, 60.0, 60.0 | 0.500 |")
                .contains(
                        "| noise | much : without | +20.0 (+12.1 to +27.9) | 20 : 0, p < 0.001; 20 : 0, p < 0.001; 20 : 0, p < 0.001 |");
        assertThat(table.figure().orElseThrow().toSvg()).contains("<title>noise, much: 60.0 % (50.3 - 69.7)</title>");
        JsonObject json = JsonObject.parse(table.json(), "results");
        assertThat(json.integer("planned_runs")).isEqualTo(24);
        assertThat((List<?>) json.asMap().get("runs")).hasSize(9);
        assertThat((List<?>) json.asMap().get("pairs")).hasSize(3);
    }

    @Test
    void measurementsAreBytesWhereBitsFlip() {
        Condition flips = new Condition("noise", List.of("sensing.bit-flips=0.01"), Optional.empty(), Optional.empty());
        SensingStudySettings some = new SensingStudySettings(
                "title", settings.base(), settings.seeds(), List.of(flips), settings.entrants());
        List<SensingPoint> points = runs(1, 40, 41, 60);
        assertThat(new SensingTable(some, 12, points).markdown())
                .contains("; measurements are bytes where bits flip, else numbers, not rounded.");
        assertThat(new SensingTable(settings, 24, points).markdown())
                .contains("; measurements are numbers, not rounded.");
    }

    @Test
    void conditionsNameTheirEntrants() {
        SensingStudySettings some = settings(Optional.of(List.of("much", "cosines")));
        assertThat(some.under(some.conditions().get(0))).hasSize(4);
        assertThat(some.under(some.conditions().get(1))).extracting(Named::name).containsExactly("much", "cosines");
        assertThatThrownBy(() -> settings(Optional.of(List.of("nobody"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names an entrant \"nobody\"");
    }
}
