package org.nec4j.codec.model;

/** Which row of the tables each coefficient of the token layer is coded under; asked, and told the symbol, in the order of the stream. */
public interface TokenRows {
    /** The row of coefficient k of the frequency at a place of the order. */
    int row(int place, int k);

    /** Tells the symbol of a coefficient that {@link #row} was asked for. */
    void put(int place, int k, int symbol);
}
