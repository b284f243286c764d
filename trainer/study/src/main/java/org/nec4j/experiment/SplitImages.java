package org.nec4j.experiment;

import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Split;
import org.nec4j.setup.OpenedSet;

/** The labelled images of a data set's three splits. */
record SplitImages(ImageSource train, ImageSource val, ImageSource test) {
    static SplitImages of(OpenedSet set) {
        for (Split split : new Split[] {Split.TRAIN, Split.VAL, Split.TEST}) {
            if (!set.has(split)) {
                throw new UserException("data set " + set.dataset().name() + " has no image in split " + split.word()
                        + "; a head learns from train, chooses its settings on val and is scored on test");
            }
        }
        return new SplitImages(set.only(Split.TRAIN), set.only(Split.VAL), set.only(Split.TEST));
    }

    int count() {
        return train.size() + val.size() + test.size();
    }
}
