package org.nec4j.data;

/** A source's images as the normalised squares that a network sees. */
interface Squares {
    int size();

    int label(int index);

    int channels();

    int side();

    /** Writes the square of image {@code index}, [C, S, S], beginning at {@code offset}. */
    void write(int index, CounterRandom random, float[] out, int offset);
}
