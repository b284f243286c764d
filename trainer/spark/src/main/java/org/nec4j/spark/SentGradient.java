package org.nec4j.spark;

import java.io.Serializable;
import java.util.HashMap;
import org.nec4j.objective.Measured;
import org.nec4j.step.BatchGradient;

/**
 * What a batch came to, on its way to the driver.
 *
 * @param terms    of its losses
 * @param gradient of all numbers that train
 * @param nanos    that it took to compute
 */
record SentGradient(double loss, HashMap<String, Double> terms, double auxiliary, float[] gradient, long nanos)
        implements Serializable {
    static SentGradient of(BatchGradient batch, long nanos) {
        Measured measured = batch.measured();
        return new SentGradient(
                measured.loss(), new HashMap<>(measured.terms()), measured.auxiliary(), batch.gradient(), nanos);
    }

    BatchGradient batch() {
        return new BatchGradient(new Measured(loss, terms, auxiliary), gradient);
    }
}
