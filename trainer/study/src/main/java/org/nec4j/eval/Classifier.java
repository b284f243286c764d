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
        return Answer.ofClasses(predict(splits, seed, round), splits.test().labels());
    }
}
