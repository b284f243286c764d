package org.nec4j.train;

/** How a training ended. */
public enum Ending {
    /** All steps are done, or a listener found that they are enough. */
    FINISHED,
    /** It was asked to stop and can go on from its last state. */
    STOPPED
}
