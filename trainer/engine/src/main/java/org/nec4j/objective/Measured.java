package org.nec4j.objective;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step's forward pass measured, before it moved the parameters, or a mean of several.
 *
 * @param loss      L
 * @param terms     the terms by name, each of the whole batch and without its weight
 * @param auxiliary what places the quantiles of densities, which is no part of L; 0 where there are none, not a number of a
 *                  forward pass alone
 */
public record Measured(double loss, Map<String, Double> terms, double auxiliary) {
    /** Nothing yet. */
    public static final Measured NOTHING = new Measured(0, Map.of(), 0);

    /** Copies the terms. */
    public Measured {
        terms = Map.copyOf(terms);
    }

    /** A term; 0 where the objective has none of that name. */
    public double term(String name) {
        return terms.getOrDefault(name, 0.0);
    }

    /** This plus a share of another. */
    public Measured plus(Measured other, double share) {
        Map<String, Double> sums = new LinkedHashMap<>(terms);
        other.terms.forEach((name, value) -> sums.put(name, term(name) + share * value));
        return new Measured(loss + share * other.loss, sums, auxiliary + share * other.auxiliary);
    }
}
