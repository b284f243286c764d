package org.nec4j.config;

/**
 * The learning rates' course: a linear rise from zero, then this kind of fall to the end of the run.
 *
 * @param kind                 course after the rise
 * @param warmup               length of the rise
 * @param minimumLearningRate  where a cosine ends
 */
public record ScheduleSettings(
        Kind kind, Length warmup, @Interval("[0, inf)") double minimumLearningRate) {
    /** Courses after the rise. */
    public enum Kind {
        /** Half a cosine from the peak to the minimum, step by step. */
        COSINE,
        /** The peak, held. */
        CONSTANT
    }
}
