package org.nec4j.study;

import java.util.Arrays;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;

/** The labelled images of a data set's three splits. */
record SplitImages(ImageSource train, ImageSource val, ImageSource test) {
    static SplitImages of(OpenedSet set) {
        for (Split split : new Split[] {Split.TRAIN, Split.VAL, Split.TEST}) {
            if (!set.has(split)) {
                throw new UserException("data set " + set.dataset().name() + " has no image in split " + split.word()
                        + ", and a head learns from train, chooses its settings on val and is scored on test; give it"
                        + " images there: name folders train, val and test, or have nec4j draw them with"
                        + " split { train = 0.6, val = 0.2, test = 0.2 } in the set's description");
            }
        }
        requireClasses(set);
        return new SplitImages(set.only(Split.TRAIN), set.only(Split.VAL), set.only(Split.TEST));
    }

    private static void requireClasses(OpenedSet set) {
        int[] labels = Arrays.stream(set.labels(Split.TRAIN)).distinct().toArray();
        if (labels.length == 1 && labels[0] != Sample.UNLABELLED) {
            throw new UserException(
                    "data set " + set.dataset().name() + " has images of a single class to learn from, '"
                            + set.dataset().classes().get(labels[0])
                            + "'; a head that tells classes apart needs two or more");
        }
    }

    int count() {
        return train.size() + val.size() + test.size();
    }
}
