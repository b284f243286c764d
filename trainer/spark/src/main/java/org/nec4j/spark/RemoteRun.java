package org.nec4j.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.nec4j.step.BatchGradient;
import org.nec4j.step.BatchWorker;
import org.nec4j.train.Trainer;

/**
 * A run as executors see it: they read its settings and the tensors that it began with from its folder, once each.
 *
 * @param folder  of the run, on a file system that all machines mount
 * @param session tells this driver's work on the run from another's
 */
record RemoteRun(String folder, String session) implements Serializable {
    private static final Map<RemoteRun, BatchWorker> OPEN = new HashMap<>();

    /** The task: a batch of a step, which follows from its number and the parameters alone, so that any executor may do it again. */
    Answer<SentGradient> compute(long step, long batch, float[] parameters) {
        return Answer.of(() -> {
            synchronized (OPEN) {
                if (!OPEN.containsKey(this)) {
                    OPEN.clear();
                    OPEN.put(this, Trainer.worker(Path.of(folder)));
                }
                long begin = System.nanoTime();
                BatchGradient gradient = OPEN.get(this).compute(step, batch, parameters);
                return SentGradient.of(gradient, System.nanoTime() - begin);
            }
        });
    }
}
