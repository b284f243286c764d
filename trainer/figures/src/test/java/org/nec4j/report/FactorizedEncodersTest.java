package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nec4j.report.Verdict.Outcome;

class FactorizedEncodersTest {
    private static final double WHOLE = 0.8;

    /** A row that keeps such a share, its accuracy of tokens within 3 points. */
    private static Measurement row(double kept, double accuracy) {
        Measurement streams = new Measurement(
                "made smaller",
                "",
                "linear",
                400,
                100,
                0,
                List.of(0.5),
                0.4,
                0.6,
                Map.of(FactorizedEncoders.KEPT, kept));
        return FactorizedEncoders.with(
                streams,
                new Measurement(
                        "", "", "linear", 400, 0, 0, List.of(accuracy), accuracy - 0.03, accuracy + 0.03, Map.of()));
    }

    private static List<Verdict> verdicts(double half, double quarter, double tenth) {
        List<Measurement> rows =
                new ArrayList<>(List.of(row(1, WHOLE), row(0.5, half), row(0.25, quarter), row(0.1, tenth)));
        return FactorizedEncoders.verdicts(new Results("title", Map.of(), rows, List.of()));
    }

    private static List<Outcome> outcomes(double half, double quarter, double tenth) {
        return verdicts(half, quarter, tenth).stream().map(Verdict::outcome).toList();
    }

    @Test
    void anAimIsToldWhereItLiesOutsideTheIntervalOfItsRow() {
        assertThat(outcomes(0.83, 0.83, 0.83)).containsExactly(Outcome.HOLDS, Outcome.HOLDS, Outcome.HOLDS);
        assertThat(outcomes(0.83, 0.76, 0.74)).containsExactly(Outcome.FAILS, Outcome.FAILS, Outcome.FAILS);
        assertThat(outcomes(0.80, 0.80, 0.76)).containsExactly(Outcome.NOISE, Outcome.NOISE, Outcome.NOISE);
        assertThat(outcomes(0.74, 0.83, 0.83)).containsExactly(Outcome.HOLDS, Outcome.HOLDS, Outcome.FAILS);
    }

    /** What nobody published is called so, and what is to spare is that of the worst row. */
    @Test
    void aVerdictSaysWhoseClaimItIsAndWhatIsToSpare() {
        Verdict claim = verdicts(0.80, 0.81, 0.77).get(2);
        assertThat(claim.published()).isEqualTo("nothing; this project's own claim");
        assertThat(claim.ours()).isEqualTo("-50 %: +0.0 points, -75 %: +1.0 points, -90 %: -3.0 points");
        assertThat(claim.difference()).isEqualTo("-1.0 points to spare");
    }
}
