package org.nec4j.study;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PooledImages;
import org.nec4j.eval.FineTune;
import org.nec4j.eval.HeadResult;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;

/** Judges images by a fine-tune of the encoder; those that a lossless system gives back are recognized and judged once. */
final class FineTuneJudge {
    private final FineTune head;
    private final Judges judges;
    private final Console console;
    private final Map<String, HeadResult> known = new HashMap<>();

    /** @param judges whose seeds, share and classes hold here, too */
    FineTuneJudge(FineTune head, Judges judges, Console console) {
        this.head = head;
        this.judges = judges;
        this.console = console;
    }

    /** Learns from the train and val images that a system leaves, and scores its test images. */
    Measurement measure(OperatingPoint point, SplitImages images) {
        ImageSource learnt = new PooledImages(List.of(images.train(), images.val()), true);
        int classes = judges.classes().size();
        HeadResult result = known.computeIfAbsent(
                Fingerprint.ofPixels(images),
                digest -> head.result(learnt, images.test(), classes, judges.seeds(), judges.share(), console));
        return judges.measurement(point, result.head(), images.test().size(), result);
    }

    /** For fingerprints. */
    String identity() {
        return head.tuning().settings() + " seeds " + judges.seeds() + " share " + judges.share();
    }
}
