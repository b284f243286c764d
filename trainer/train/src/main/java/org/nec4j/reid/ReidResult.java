package org.nec4j.reid;

import java.util.Locale;

/**
 * What a trained code is worth on identities that it has never seen.
 *
 * @param scores       by distances of decoded codes
 * @param identities   that were searched
 * @param payloadBytes of a code
 * @param fileBytes    of a code's file
 * @param ratio        bytes of the pooled embedding in float32 over the code's
 */
public record ReidResult(OpenSetScores scores, int identities, int payloadBytes, int fileBytes, double ratio) {
    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"identities\": %d, \"queries\": %d, \"gallery\": %d, \"map\": %.6f, \"cmc_1\": %.6f, \"cmc_5\": %.6f, \"cmc_10\": %.6f,"
                        + " \"payload_bytes\": %d, \"file_bytes\": %d, \"compression\": %.3f}%n",
                identities,
                scores.queries(),
                scores.gallery(),
                scores.meanAveragePrecision(),
                scores.cmc(1),
                scores.cmc(5),
                scores.cmc(10),
                payloadBytes,
                fileBytes,
                ratio);
    }

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "mAP %.2f %%, CMC-1 %.2f %%, CMC-5 %.2f %%, CMC-10 %.2f %% at %d bytes a code (%.0fx, %d with its frame): %d queries in a"
                        + " gallery of %d",
                100 * scores.meanAveragePrecision(),
                100 * scores.cmc(1),
                100 * scores.cmc(5),
                100 * scores.cmc(10),
                payloadBytes,
                ratio,
                fileBytes,
                scores.queries(),
                scores.gallery());
    }
}
