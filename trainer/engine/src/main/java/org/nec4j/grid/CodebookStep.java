package org.nec4j.grid;

/**
 * What a codebook does in one training step.
 *
 * @param quantizes whether rows become codes; else they pass as they are and nothing is measured
 * @param places    whether this batch's rows take the place of some codes
 * @param part      which part of the codes takes rows, of so many
 * @param parts     see above
 * @param restarts  whether codes that nothing chooses any more begin anew
 * @param seed      of what is drawn, the run's
 * @param step      of the run
 */
public record CodebookStep(
        boolean quantizes, boolean places, int part, int parts, boolean restarts, long seed, long step) {
    /** Quantizes and nothing else. */
    public static final CodebookStep QUANTIZE = new CodebookStep(true, false, 0, 1, false, 0, 0);
}
