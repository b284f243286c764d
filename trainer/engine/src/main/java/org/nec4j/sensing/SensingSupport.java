package org.nec4j.sensing;

/** Where a sensing matrix A [m, n] may differ from 0; a column is a pixel of the block, a row a measurement. */
public enum SensingSupport {
    /** At so many rows of every column, drawn. */
    RANDOM,
    /** At one row of every column: measurements are the means of boxes that tile a square block. */
    BOX
}
