package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.config.GridStudySettings;
import org.nec4j.config.GridStudySettings.Grid;
import org.nec4j.config.GridStudySettings.Peer;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.gridded.GridEncoding.Written;
import org.nec4j.gridded.GridEvaluation.Measured;

/** Verdicts of a field of 100,000 bytes as float32, stored in half of that. */
class GridTableTest {
    private static final List<Peer> PEERS = List.of(
            new Peer("SZ3", 100, Optional.of(38.0), Optional.empty()),
            new Peer("SZ3", 60, Optional.empty(), Optional.of("rel=0.01")));

    @Test
    void aNetworkIsHeldToWhatBlocksReachBetweenTheirSizes() {
        assertThat(table(
                                row("coarse", false, "none", 250, 36),
                                row("fine", false, "none", 1000, 40),
                                row("net", true, "none", 500, 38.5))
                        .verdicts())
                .contains(
                        "wind, the network ahead of blocks at equal bytes: holds (38.5 dB at 200:1 against 38.0 dB).");
        assertThat(table(
                                row("coarse", false, "none", 250, 36),
                                row("fine", false, "none", 1000, 40),
                                row("net", true, "none", 500, 37.5))
                        .verdicts())
                .contains(
                        "wind, the network ahead of blocks at equal bytes: does not hold (37.5 dB at 200:1 against 38.0 dB).");
        assertThat(table(row("fine", false, "none", 1000, 40), row("net", true, "none", 500, 37.5))
                        .verdicts())
                .anyMatch(verdict -> verdict.contains("cannot be told, as no blocks were measured on both sides"));
    }

    @Test
    void anotherProgramIsMetByRatiosToFloats() {
        assertThat(table(row("fine", false, "none", 1000, 40), row("fine", false, "rel=0.01", 2000, 50))
                        .verdicts())
                .contains(
                        "wind, nearer than SZ3 at 100:1, the model not counted: holds (fine, bound none, 40.0 dB at 100:1 against 38.0 dB).",
                        "wind, smaller than SZ3 at rel=0.01, the model not counted: does not hold (fine, 50.0:1 against 60.0:1).");
        assertThat(table(row("fine", false, "none", 1001, 40)).verdicts())
                .noneMatch(verdict -> verdict.contains("SZ3"));
    }

    @Test
    void oneValueBeyondItsBoundIsToldFirst() {
        Measured bad = measured("rel=0.01", 2000, 50, 1);
        assertThat(table(new GridRow("wind", "fine", false, bad)).verdicts().get(0))
                .isEqualTo("Every value within its bound: does not hold (1 of 20000 values beyond).");
    }

    @Test
    void onlyValuesThatAreHeldToABoundAreCounted() {
        assertThat(table(row("fine", false, "none", 1000, 40)).verdicts().get(0))
                .isEqualTo(
                        "Every value within its bound: cannot be told, as nothing was held to one (0 of 0 values beyond).");
        GridRow bounded = row("fine", false, "rel=0.01", 2000, 50);
        assertThat(table(row("fine", false, "none", 1000, 40), bounded)
                        .verdicts()
                        .get(0))
                .isEqualTo("Every value within its bound: holds (0 of 20000 values beyond).");
        GridRow filled = new GridRow("wind", "fine", false, measured("none", 1000, 40, 1));
        assertThat(table(filled, bounded).verdicts().get(0))
                .as("a missing value that came back as another")
                .startsWith("Every value within its bound: does not hold (1 of ");
    }

    @Test
    void aVerdictSaysWhereOtherProgramsSawOtherFields() {
        Grid grid = new Grid(
                "rain", Path.of("rain.conf"), List.of(), List.of(3), List.of(), PEERS, Optional.of("23 hours"));
        GridRow row = new GridRow("rain", "fine", false, measured("none", 1000, 40, 0));
        assertThat(new GridTable(new GridStudySettings("Fields", List.of(grid), List.of("none")), List.of(row))
                        .verdicts())
                .contains(
                        "rain, nearer than SZ3 at 100:1, the model not counted: holds (fine, bound none, 40.0 dB at 100:1 against 38.0 dB). They saw 23 hours.");
    }

    @Test
    void theFigureHasEverySystemByItsBytes() {
        assertThat(table(row("fine", false, "none", 1000, 40), row("net", true, "none", 500, 38.5))
                        .figures()
                        .get("wind")
                        .toSvg())
                .contains("net, bound none: 500 bytes, 38.5 dB", "SZ3, measured once: 1000 bytes, 38.0 dB");
    }

    private static GridTable table(GridRow... rows) {
        Grid grid = new Grid("wind", Path.of("era.conf"), List.of(), List.of(3), List.of(), PEERS, Optional.empty());
        return new GridTable(new GridStudySettings("Fields", List.of(grid), List.of("none")), List.of(rows));
    }

    private static GridRow row(String system, boolean trained, String bound, long bytes, double psnr) {
        return new GridRow("wind", system, trained, measured(bound, bytes, psnr, 0));
    }

    private static Measured measured(String bound, long bytes, double psnr, long violations) {
        Written written = new Written(50_000, bytes, 10_000, bytes + 100, List.of());
        return new Measured("u", GridEncoding.bound(bound), written, psnr, 0.1, violations, 20_000, 100_000);
    }
}
