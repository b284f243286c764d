package org.nec4j.entropy;

import java.util.SplittableRandom;

/** What becomes of a number before it is rated: noise stands in for rounding in training. */
public interface Perturbation {
    /** Rounds around the centre, halves to the even side: test. */
    Perturbation ROUNDING = (value, centre) -> (float) Math.rint(value - centre) + centre;

    /** The number that is rated, for one that would be rounded around a centre. */
    float apply(float value, float centre);

    /** Adds noise uniform in [-0.5, 0.5): training. Gives other numbers with every call. */
    static Perturbation noise(SplittableRandom random) {
        return (value, centre) -> value + (float) (random.nextDouble() - 0.5);
    }
}
