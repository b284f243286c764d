package org.nec4j.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.config.StudySettings;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Head;
import org.nec4j.eval.HeadResult;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Retrieval;
import org.nec4j.eval.Splits;
import org.nec4j.report.Measurement;

/** The heads of a study, and what they make of a system's output. */
record Judges(List<StudySettings.Head> heads, List<Long> seeds, double share) {
    private static final int RANKS = 20;

    /**
     * One measurement a head, with macro F1 and mAP@20 (test images query, train and val images are the gallery).
     *
     * @param decoded   what a consumer holds
     * @param bytes     mean bytes of a test image
     * @param sideBytes what a consumer needs once
     * @param further   numbers to put beside
     */
    List<Measurement> judge(
            String system, String setting, Splits decoded, double bytes, long sideBytes, Map<String, Double> further) {
        Pooling pooling = decoded.test().tokens() == 1 ? Pooling.FIRST : Pooling.PATCHES;
        Embeddings gallery = decoded.train().and(decoded.val());
        double retrieval =
                Retrieval.meanAveragePrecision(decoded.test(), gallery, pooling, Math.min(RANKS, gallery.count()));
        return heads.stream()
                .map(kind -> {
                    Head head = Heads.head(kind, pooling, share);
                    HeadResult result = HeadResult.of(head, decoded, seeds);
                    Map<String, Double> metrics = new TreeMap<>(further);
                    metrics.put("macro_f1", result.scores().macroF1());
                    metrics.put("map_at_20", retrieval);
                    return new Measurement(
                            system,
                            setting,
                            head.name(),
                            decoded.test().count(),
                            bytes,
                            sideBytes,
                            result.accuracies(),
                            result.interval().low(),
                            result.interval().high(),
                            metrics);
                })
                .toList();
    }

    /** For fingerprints. */
    String identity() {
        return "heads " + heads + " seeds " + seeds + " share " + share;
    }
}
