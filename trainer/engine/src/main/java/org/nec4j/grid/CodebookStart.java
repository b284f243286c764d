package org.nec4j.grid;

/** How the codes of a {@link Codebook} come to be and stay alive: what each step of a run does to them besides following what chooses them. */
public enum CodebookStart {
    /**
     * Drawn and used from the first step on, as the reference does it: with no code counted yet, whatever the first batch leaves out moves 10^5 away and
     * is chosen by nothing ever after.
     */
    REFERENCE,
    /**
     * Without codes at first; then rows of two dozen batches become the codes, and until four fifths of the steps are over those that
     * nothing chooses begin anew at rows of a batch.
     */
    DATA;

    /** Steps without codes, in a run that has five times as many. */
    private static final long PLAIN = 100;
    /** The last batches without codes, whose rows become the codes. */
    private static final int BATCHES = 24;
    /** Steps between looks for dead codes. */
    private static final long EVERY = 20;

    /** What happens in a step, counted from 0, of a run of so many. */
    public CodebookStep at(long step, long steps, long seed) {
        if (this == REFERENCE) {
            return CodebookStep.QUANTIZE;
        }
        long plain = Math.min(PLAIN, steps / 5);
        int batches = (int) Math.min(BATCHES, plain);
        int part = (int) (step - (plain - batches));
        boolean quantizes = step >= plain;
        boolean restarts = quantizes && step % EVERY == 0 && step < 0.8 * steps;
        return new CodebookStep(
                quantizes, !quantizes && part >= 0, Math.max(0, part), Math.max(1, batches), restarts, seed, step);
    }
}
