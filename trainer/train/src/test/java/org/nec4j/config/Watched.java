package org.nec4j.config;

/** What can be seen of a run from outside. */
enum Watched {
    /** Why it did not begin or did not end. */
    REFUSAL,
    /** Its folder, the time apart. */
    FOLDER,
    /** Names, shapes and values of the tensors it began with. */
    START,
    /** The same where it ended. */
    TRAINED,
    /** What was measured of every step. */
    MEASURED,
    /** Steps that were logged. */
    LOGGED,
    /** What was measured on held-out images. */
    HELD_OUT,
    /** States kept. */
    STATES,
    /** The state that is best, by the value that says so. */
    BEST,
    /** What TensorBoard is told, in bytes. */
    EVENTS,
    /** The headline of its page. */
    PAGE_TITLE,
    /** Threads that make batches. */
    THREADS,
    /** Tensors of the codec that is fitted in closed form. */
    FITTED_CODEC,
    /** In how many batches that embeds images. */
    BATCHES_EMBEDDED;

    boolean isOfAFit() {
        return this == FITTED_CODEC || this == BATCHES_EMBEDDED;
    }
}
