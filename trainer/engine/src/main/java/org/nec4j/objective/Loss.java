package org.nec4j.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A loss as a weighted sum of terms. Its value follows from what layers measured, its gradient from the same factors.
 *
 * @param terms in the order in which they are added
 */
public record Loss(List<Term> terms) {
    /** Copies the terms. */
    public Loss {
        terms = List.copyOf(terms);
    }

    /** The sum of some terms. */
    public static Loss sum(Term... terms) {
        return new Loss(List.of(terms));
    }

    /**
     * One part of a loss.
     *
     * @param name   what it is called
     * @param factor what it is multiplied by
     * @param layers the layers that measure it, in the order of the data; it is the sum of what they measure
     */
    public record Term(String name, double factor, List<String> layers) {
        /** A term that weighs 1. */
        public static Term of(String name, List<String> layers) {
            return new Term(name, 1, List.copyOf(layers));
        }

        /** The same with another weight. */
        public Term times(double weight) {
            return new Term(name, weight * factor, layers);
        }
    }

    /** L, from what each layer measured. */
    public double value(ToDoubleFunction<String> measured) {
        double sum = 0;
        for (Term term : terms) {
            double part = 0;
            for (String layer : term.layers) {
                part += term.factor * measured.applyAsDouble(layer);
            }
            sum += part;
        }
        return sum;
    }

    /** The factor of what each layer measures, by the layer's name. */
    public Map<String, Double> factors() {
        Map<String, Double> factors = new LinkedHashMap<>();
        terms.forEach(term -> term.layers.forEach(layer -> factors.put(layer, term.factor)));
        return factors;
    }
}
