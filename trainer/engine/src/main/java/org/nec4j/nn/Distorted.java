package org.nec4j.nn;

/** An output layer that knows how far its prediction was from what it should have been. */
public interface Distorted {
    /** D of the last training step, unweighted; not a number before the first. */
    double distortion();
}
