package org.nec4j.search;

/** How the numbers of vectors are kept beside an archive. */
public enum Precision {
    /** A byte each, in steps and about a middle of the dimension's own. */
    INT8(1),
    /** Four bytes each. */
    FLOAT(Float.BYTES);

    final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }
}
