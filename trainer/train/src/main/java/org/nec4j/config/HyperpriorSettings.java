package org.nec4j.config;

/**
 * The networks around the side information of a hyperprior, small transformers over the same tokens (NEC, arXiv 2403.17886).
 *
 * @param width  numbers a token of the side information
 * @param heads  attention heads of a block
 * @param blocks transformer blocks on either side
 */
public record HyperpriorSettings(
        @Interval("[1, 4096]") int width,
        @Interval("[1, 256]") int heads,
        @Interval("[1, 64]") int blocks) {

    public HyperpriorSettings {
        Violations wrong = new Violations();
        wrong.unless(width % heads == 0, "heads", "is " + heads + ", which does not divide width = " + width);
        wrong.report();
    }
}
