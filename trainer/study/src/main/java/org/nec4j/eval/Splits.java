package org.nec4j.eval;

import java.util.function.UnaryOperator;

/** The three parts of a data set: heads learn from train, choose their settings on val and are scored on test. */
public record Splits(Embeddings train, Embeddings val, Embeddings test) {
    /** The same operation on each part. */
    public Splits map(UnaryOperator<Embeddings> operation) {
        return new Splits(operation.apply(train), operation.apply(val), operation.apply(test));
    }

    /** Number of classes over all parts. */
    public int classes() {
        return Math.max(train.classes(), Math.max(val.classes(), test.classes()));
    }
}
