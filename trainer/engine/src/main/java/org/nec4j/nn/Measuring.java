package org.nec4j.nn;

/**
 * A running layer that measures a term of the loss. An objective says how terms make up the loss; the layer knows only what its own one
 * weighs, and multiplies its gradient by it.
 */
public interface Measuring {
    /**
     * A pass begins: what the last one measured is forgotten.
     *
     * @param factor what the loss multiplies the term by
     */
    void begin(double factor);

    /** The term of the pass's whole batch, without its factor: known after the forward pass, no backward pass is needed. */
    double measured();
}
