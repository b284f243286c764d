package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.report.Curve;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Verdict;
import org.nec4j.report.Verdict.Outcome;

/** The published UC Merced curves themselves, put to the published claims. */
class ClaimsTest {
    private static final double KIB = 1024;
    private static final Curve NEC = curve("NEC", 0.47, 0.94, 2.13, 0.97, 7.32, 0.98, 36.38, 0.99);
    private static final Curve JPEG_2000 =
            curve("JPEG 2000", 0.50, 0.747, 1.29, 0.931, 3.31, 0.983, 12.2, 0.993, 54.9, 0.995);
    private static final Curve UQE = curve("UQE + zstd", 6.57, 0.802, 6.90, 0.84, 16.6, 0.978, 84.3, 0.991);
    private static final Curve RAW = curve("raw + zstd", 153.1, 0.998);

    @Test
    void thePublishedCurvesGiveThePublishedVerdicts() {
        List<Verdict> verdicts =
                Claims.judge(Claims.Published.UC_MERCED, List.of(NEC, JPEG_2000, UQE, RAW), "NEC", 0.998);
        assertThat(verdicts)
                .extracting(Verdict::outcome)
                .containsExactly(Outcome.HOLDS, Outcome.FAILS, Outcome.FAILS, Outcome.FAILS, Outcome.FAILS);
        assertThat(verdicts.get(4).ours()).contains("fewer: JPEG 2000").doesNotContain("UQE");
        // 36.4 KiB against 153.1 KiB save 76 %; a little less is needed for 98.8 %.
        assertThat(verdicts.get(0).ours()).contains("% fewer").startsWith("8");
        // 0.35 % of 153.1 KiB are 549 bytes, where the curve lies a little above its cheapest point's 94.0 %.
        assertThat(verdicts.get(1).ours()).startsWith("+5.").endsWith("lost at 549 bytes");
    }

    @Test
    void aCheaperCodecMayHoldTheBoldClaim() {
        Curve better = curve("NEC", 0.40, 0.95, 2.13, 0.97, 90, 0.995);
        List<Verdict> verdicts = Claims.judge(Claims.Published.UC_MERCED, List.of(better, RAW, UQE), "NEC", 0.998);
        assertThat(verdicts)
                .extracting(Verdict::outcome)
                .containsExactly(Outcome.HOLDS, Outcome.HOLDS, Outcome.HOLDS, Outcome.HOLDS);
    }

    @Test
    void jpegIsComparedWhereEitherHasAPointWithinTheOthersReach() {
        Curve between = curve("JPEG 2000", 1.0, 0.99, 2.0, 0.991);
        Curve around = curve("NEC", 0.5, 0.95, 4.0, 0.97);
        Verdict verdict = Claims.judge(Claims.Published.UC_MERCED, List.of(around, between), "NEC", 0.998)
                .get(0);
        assertThat(verdict.claim()).contains("JPEG 2000");
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILS);
        assertThat(verdict.ours()).startsWith("1,024 bytes: -3.3 points, 2,048 bytes: -2.8 points");
    }

    @Test
    void withoutTheCodecNothingIsClaimed() {
        assertThat(Claims.judge(Claims.Published.UC_MERCED, List.of(RAW, UQE), "NEC", 0.998))
                .isEmpty();
    }

    private static Curve curve(String system, double... kibAndAccuracy) {
        return new Curve(
                system,
                IntStream.range(0, kibAndAccuracy.length / 2)
                        .mapToObj(i -> RatePoint.exact("", KIB * kibAndAccuracy[2 * i], kibAndAccuracy[2 * i + 1]))
                        .toList());
    }
}
