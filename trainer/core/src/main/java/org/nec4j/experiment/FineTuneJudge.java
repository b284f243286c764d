package org.nec4j.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PooledImages;
import org.nec4j.eval.FineTune;
import org.nec4j.eval.HeadResult;
import org.nec4j.progress.Console;

/** Judges images by a fine-tune of the encoder; those that a lossless system gives back are recognised and judged once. */
final class FineTuneJudge {
    private final FineTune head;
    private final Console console;
    private final Map<String, HeadResult> known = new HashMap<>();

    FineTuneJudge(FineTune head, Console console) {
        this.head = head;
        this.console = console;
    }

    /** Learns from the train and val images and scores the test images. */
    HeadResult result(SplitImages images, int classes, List<Long> seeds, double share) {
        ImageSource learnt = new PooledImages(List.of(images.train(), images.val()), true);
        return known.computeIfAbsent(
                Fingerprint.ofPixels(images),
                digest -> head.result(learnt, images.test(), classes, seeds, share, console));
    }

    /** For fingerprints. */
    String identity() {
        return head.tuning().settings().toString();
    }
}
