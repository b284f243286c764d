package org.nec4j.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nec4j.codec.UserException;
import org.nec4j.config.StudySettings;
import org.nec4j.eval.Head;
import org.nec4j.eval.KNearestNeighbours;
import org.nec4j.eval.LinearProbe;
import org.nec4j.eval.Pooling;

/** The heads that settings and command lines name. */
public final class Heads {
    private Heads() {}

    /** All names, for usage texts. */
    public static List<String> names() {
        return Arrays.stream(StudySettings.Head.values())
                .map(h -> h.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The head of this name that learns from all training images; throws UserException for another name. */
    public static Head named(String name) {
        return Arrays.stream(StudySettings.Head.values())
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(h -> head(h, Pooling.PATCHES, 1))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        "there is no head \"" + name + "\"; the heads are " + String.join(" and ", names())));
    }

    static Head head(StudySettings.Head head, Pooling pooling, double share) {
        return switch (head) {
            case LINEAR -> LinearProbe.standard().withPooling(pooling).withShare(share);
            case KNN -> KNearestNeighbours.standard().withPooling(pooling).withShare(share);
        };
    }
}
