package org.nec4j.runs;

import java.util.Locale;

/** What runs are compared by. */
public enum Metric {
    /** The last logged step's. */
    LOSS("loss", "", "loss", false, "%.5g"),
    /** D of the last logged step. */
    DISTORTION("distortion", "", "distortion", false, "%.5f"),
    /** The last saved state's on images that the run does not learn from. */
    HELD_OUT_DISTORTION("held-out distortion", "", "distortion", true, "%.5f"),
    /** Estimated bits of whole held-out images, rounded: of a finished run alone. */
    BITS("bits an image", "estimated_bits_per_image", "", false, "%.1f"),
    /** Bytes of a coded file, headers included: of a finished run alone. */
    BYTES("coded bytes an image", "coded_bytes_per_image", "", false, "%.1f"),
    /** Of the last logged step, with the noise of training and of the patches alone that it saw: less than a whole image has. */
    TRAINING_BITS("training bits an image", "", "bits_per_image", false, "%.1f"),
    /** Wall time of all sessions, as far as states were saved. */
    SECONDS("seconds", "wall_seconds", "", false, "%.1f");

    private final String words;
    private final String summaryKey;
    private final String column;
    private final boolean heldOut;
    private final String format;

    Metric(String words, String summaryKey, String column, boolean heldOut, String format) {
        this.words = words;
        this.summaryKey = summaryKey;
        this.column = column;
        this.heldOut = heldOut;
        this.format = format;
    }

    /** Its name for people. */
    public String words() {
        return words;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** In {@code summary.json}; empty where it is not there. */
    String summaryKey() {
        return summaryKey;
    }

    /** In {@code metrics.csv} or {@code validation.csv}; empty where it is in none. */
    String column() {
        return column;
    }

    boolean isHeldOut() {
        return heldOut;
    }
}
