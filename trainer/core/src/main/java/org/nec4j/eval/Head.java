package org.nec4j.eval;

/** A task on top of frozen embeddings that learns from labelled examples: the measure of what a codec has kept. */
public interface Head {
    /** A short name for tables, such as "linear". */
    String name();

    /** What a seed changes, in one phrase for tables. */
    String seedMeaning();

    /** Learns from train and val and predicts the class of every test image. The same arguments give the same answer. */
    int[] predict(Splits splits, long seed);
}
