package org.nec4j.study;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.config.HeadChoice;
import org.nec4j.eval.HeadResult;
import org.nec4j.report.Measurement;

/**
 * The heads of a study, and what they make of a system's output.
 *
 * @param heads    in the order of the tables
 * @param seeds    one fit of every head each
 * @param share    share of each class's train and val images that a seed draws
 * @param classes  names of the classes
 */
record Judges(List<HeadChoice> heads, List<Long> seeds, double share, List<String> classes) {
    /** One measurement a head that suits the embeddings, with F1 by class. */
    List<Measurement> judge(OperatingPoint point, Decoded decoded) {
        return heads.stream()
                .filter(decoded::suits)
                .map(choice -> {
                    HeadResult result = decoded.judge(choice, seeds, share);
                    return measurement(point, label(choice, result), decoded.tested(), result);
                })
                .toList();
    }

    /** The score of the first head alone. */
    double first(Decoded decoded) {
        return decoded.judge(heads.get(0), seeds, share).mean();
    }

    /** For fingerprints. */
    String identity() {
        return "heads " + heads + " seeds " + seeds + " share " + share;
    }

    /** What a head made of a point, with F1 by class. */
    Measurement measurement(OperatingPoint point, String head, int images, HeadResult result) {
        Map<String, Double> metrics = new TreeMap<>(point.further());
        result.classes().ifPresent(scores -> {
            metrics.put("macro_f1", scores.macroF1());
            for (int c = 0; c < scores.f1().length; c++) {
                metrics.put("f1 " + name(c), scores.f1()[c]);
            }
        });
        return point.measured(head, images, result.scores(), result.interval(), metrics);
    }

    private String name(int label) {
        return label < classes.size() ? classes.get(label) : "class " + label;
    }

    private static String label(HeadChoice choice, HeadResult result) {
        return result.head() + (choice.decoder() ? "+decoder" : "");
    }
}
