package org.nec4j.sensing;

/** Where a sensing matrix may differ from 0. */
public enum SensingSupport {
    /** At so many rows of every column, drawn. */
    RANDOM,
    /** At one row of every column: measurements are the means of boxes that tile a square block. */
    BOX
}
