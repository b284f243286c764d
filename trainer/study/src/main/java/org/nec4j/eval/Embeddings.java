package org.nec4j.eval;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The embeddings of a set of labelled images.
 *
 * @param tokens rows of one embedding; where there is more than one, row 0 is the cls token
 * @param dim    numbers a token
 * @param values one array an image, [tokens * dim], row after row
 * @param labels class of each image, from 0
 */
public record Embeddings(int tokens, int dim, List<float[]> values, int[] labels) {
    public Embeddings {
        if (tokens < 1 || dim < 1) {
            throw new IllegalArgumentException(
                    "an embedding has at least one token of one number, not " + tokens + " x " + dim);
        }
        if (values.size() != labels.length) {
            throw new IllegalArgumentException(values.size() + " embeddings but " + labels.length + " labels");
        }
        for (float[] value : values) {
            if (value.length != tokens * dim) {
                throw new IllegalArgumentException(
                        "an embedding of " + value.length + " numbers among those of " + tokens + " x " + dim);
            }
        }
        values = List.copyOf(values);
    }

    /** Number of images. */
    public int count() {
        return labels.length;
    }

    /** One more than the largest label. */
    public int classes() {
        return IntStream.of(labels).max().orElse(-1) + 1;
    }

    /** The same labels on other values, as a codec that went over these embeddings leaves them. */
    public Embeddings withValues(List<float[]> others) {
        return new Embeddings(tokens, dim, others, labels);
    }

    /** The images at these indices, in this order. */
    public Embeddings select(int[] indices) {
        return new Embeddings(
                tokens,
                dim,
                IntStream.of(indices).mapToObj(values::get).toList(),
                IntStream.of(indices).map(i -> labels[i]).toArray());
    }

    /** All images of both, these first. */
    public Embeddings and(Embeddings other) {
        if (other.tokens != tokens || other.dim != dim) {
            throw new IllegalArgumentException(
                    "embeddings of " + tokens + " x " + dim + " and of " + other.tokens + " x " + other.dim);
        }
        List<float[]> both =
                Stream.concat(values.stream(), other.values.stream()).toList();
        int[] bothLabels = IntStream.concat(IntStream.of(labels), IntStream.of(other.labels))
                .toArray();
        return new Embeddings(tokens, dim, both, bothLabels);
    }

    /** A random share of the images of every class, without repetition, at least one a class, in the order they have here. */
    public Embeddings stratifiedSample(double share, long seed) {
        return share == 1 ? this : select(StratifiedSample.of(labels, share, seed));
    }
}
