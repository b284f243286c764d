package org.nec4j.study;

import org.nec4j.config.GridExperiment.Mode;
import org.nec4j.gridded.GridEvaluation;
import org.nec4j.gridded.GridEvaluation.Measured;

/**
 * What one codec of gridded fields came to.
 *
 * @param field    what the table calls what was coded
 * @param system   the codec
 * @param trained  whether it is a network
 * @param measured its numbers under one bound
 */
record GridRow(String field, String system, boolean trained, Measured measured) {
    double psnr() {
        return measured.psnr();
    }

    double bytes() {
        return measured.written().streams();
    }

    /** The ratio to the fields as float32, whatever they are stored in: what other programs state. */
    double ratio() {
        return measured.floatBytes() / bytes();
    }

    boolean isUnbound() {
        return measured.bound().mode() == Mode.NONE;
    }

    /** The bound as a study's file has it. */
    String bound() {
        return GridEvaluation.words(measured.bound());
    }
}
