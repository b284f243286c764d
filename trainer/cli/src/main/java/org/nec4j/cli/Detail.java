package org.nec4j.cli;

/** How much of an embedding is wanted. */
enum Detail {
    /** Everything. */
    ALL,
    /** The mean of the patch tokens. */
    POOLED,
    /** The image that measurements were taken of, as far as it is recovered. */
    IMAGE
}
