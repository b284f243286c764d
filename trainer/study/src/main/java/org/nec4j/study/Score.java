package org.nec4j.study;

import org.nec4j.eval.ConfidenceInterval;

/**
 * What a head reached on the test images, 0 to 1, and what it would have reached without coding.
 *
 * @param decoded      on decoded embeddings, mean over the seeds
 * @param interval     of that, 95 % over test images
 * @param uncompressed of the same head on the embedding before quantization
 */
public record Score(double decoded, ConfidenceInterval interval, double uncompressed) {
    /** Whether the interval holds the score of uncompressed embeddings: the images do not tell the two apart. */
    public boolean isWithinNoise() {
        return interval.low() <= uncompressed && uncompressed <= interval.high();
    }
}
