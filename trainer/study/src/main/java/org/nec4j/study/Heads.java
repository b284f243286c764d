package org.nec4j.study;

import org.nec4j.codec.error.UserException;
import org.nec4j.config.HeadChoice;
import org.nec4j.eval.AttentionHead;
import org.nec4j.eval.Head;
import org.nec4j.eval.KNearestNeighbours;
import org.nec4j.eval.LinearProbe;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Retrieval;

/** The heads that settings and command lines name. */
public final class Heads {
    private Heads() {}

    /** The head of this name, such as {@code linear} or {@code attention+decoder}; throws UserException for another name. */
    public static HeadChoice named(String name) {
        try {
            return HeadChoice.parse(name);
        } catch (IllegalArgumentException e) {
            throw new UserException("--head " + e.getMessage(), e);
        }
    }

    /** The head that learns from a share of all training images. */
    static Head head(HeadChoice.Kind kind, Pooling pooling, double share) {
        return switch (kind) {
            case LINEAR -> LinearProbe.standard().withPooling(pooling).withShare(share);
            case LINEAR_MOMENTS ->
                LinearProbe.standard().withPooling(pooling.withDeviations()).withShare(share);
            case KNN -> KNearestNeighbours.standard().withPooling(pooling).withShare(share);
            case ATTENTION -> AttentionHead.standard().withPooling(pooling).withShare(share);
            case RETRIEVAL -> Retrieval.standard().withPooling(pooling).withShare(share);
        };
    }
}
