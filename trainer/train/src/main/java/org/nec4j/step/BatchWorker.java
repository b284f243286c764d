package org.nec4j.step;

import org.nec4j.data.Batches;

/** The far side of {@link BatchWorkers}: a network of its own, which is given its numbers before every batch. Not safe for use by two threads. */
public final class BatchWorker {
    private final Stepper stepper;
    private final StepSource source;
    private final Batches batches;

    /** Of what a training in this process would step with. */
    public BatchWorker(Stepper stepper, StepSource source, Batches batches) {
        this.stepper = stepper;
        this.source = source;
        this.batches = batches;
    }

    /**
     * Computes one batch of a step.
     *
     * @param batch      its number in the training, which decides its images, crops, mask and noise
     * @param parameters all numbers that train
     */
    public BatchGradient compute(long step, long batch, float[] parameters) {
        return stepper.batch(step, source.of(batches.batch(batch)), parameters);
    }
}
