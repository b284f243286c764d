package org.nec4j.search;

/** How the numbers of vectors are kept beside an archive. */
public enum Precision {
    /** A byte each, in units of the vector's greatest number / 127. */
    INT8(1),
    /** Four bytes each. */
    FLOAT(Float.BYTES);

    final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }
}
