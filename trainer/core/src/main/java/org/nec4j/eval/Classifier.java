package org.nec4j.eval;

/** A head that gives every image a class; its score is the share of images whose class is right. */
public interface Classifier extends Head {
    /** The class of every test image. */
    int[] predict(Splits splits, long seed, Runnable round);

    /** As above, told nothing. */
    default int[] predict(Splits splits, long seed) {
        return predict(splits, seed, () -> {});
    }

    @Override
    default String score() {
        return "accuracy";
    }

    @Override
    default Answer answer(Splits splits, long seed, Runnable round) {
        int[] predicted = predict(splits, seed, round);
        double[] right = new double[predicted.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = predicted[i] == splits.test().labels()[i] ? 1 : 0;
        }
        return new Answer(right, predicted);
    }
}
