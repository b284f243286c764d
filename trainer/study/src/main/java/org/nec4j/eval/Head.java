package org.nec4j.eval;

/** A task on top of frozen embeddings that learns from labelled examples: the measure of what a codec has kept. */
public interface Head {
    /** A short name for tables, such as "linear". */
    String name();

    /** Its name where it learns from these: as {@link #name}, unless there is less to learn from than the name promises. */
    default String name(Splits splits) {
        return name();
    }

    /** What its score is, such as "accuracy". */
    String score();

    /** What a seed changes, in one phrase for tables. */
    String seedMeaning();

    /** Rounds of its work that {@link #answer} reports, at least one. */
    int rounds();

    /**
     * Learns from train and val and scores every test image. The same arguments give the same answer.
     *
     * @param round told after each round
     */
    Answer answer(Splits splits, long seed, Runnable round);

    /**
     * What a head made of the test images.
     *
     * @param values    the score of each image, 0 to 1; their mean is the head's score
     * @param predicted the class given to each image; empty where the head gives none
     */
    record Answer(double[] values, int[] predicted) {
        /** Of a head that gives every image a class: 1 where it is right. */
        static Answer ofClasses(int[] predicted, int[] labels) {
            double[] right = new double[predicted.length];
            for (int i = 0; i < right.length; i++) {
                right[i] = predicted[i] == labels[i] ? 1 : 0;
            }
            return new Answer(right, predicted);
        }
    }
}
