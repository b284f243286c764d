package org.nec4j.grid;

import org.nec4j.nn.Measuring;

/** A codebook while it runs: told before each training step what to do, it measures how far rows lie from their codes. */
public interface Quantizes extends Measuring {
    /** What the following training passes do, until told otherwise; at first {@link CodebookStep#QUANTIZE}. */
    void step(CodebookStep step);

    /** The codes that the rows of the last pass chose, [B * H * W] in the order of the pixels. */
    int[] chosen();

    /** How many codes are in use, as 2 to the entropy of {@link #chosen}: between 1 and K. */
    double perplexity();
}
