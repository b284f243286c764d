package org.nec4j.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A head that a study names: {@code linear}, or {@code linear+decoder} where embeddings pass the decoder's first layer before it.
 *
 * @param kind    the head
 * @param decoder whether the decoder's first layer comes before it
 */
public record HeadChoice(Kind kind, boolean decoder) {
    private static final String DECODER = "+decoder";

    /** What learns from embeddings. */
    public enum Kind {
        /** Logistic regression on pooled tokens. */
        LINEAR,
        /** The same on their mean and standard deviation. */
        LINEAR_MOMENTS,
        /** Weighted vote of the nearest neighbours. */
        KNN,
        /** Attention pooling with a linear classifier, the paper's head. */
        ATTENTION,
        /** Mean average precision at 20 by class; nothing is learnt. */
        RETRIEVAL
    }

    /** Reads {@link #toString}'s form; anything else is an IllegalArgumentException. */
    public static HeadChoice parse(String text) {
        for (HeadChoice choice : all()) {
            if (choice.toString().equalsIgnoreCase(text.strip())) {
                return choice;
            }
        }
        throw new IllegalArgumentException(Binder.unknownWord(
                text, all().stream().map(HeadChoice::toString).toList()));
    }

    /** All there are. */
    public static List<HeadChoice> all() {
        List<HeadChoice> all = new ArrayList<>();
        for (boolean decoder : new boolean[] {false, true}) {
            for (Kind kind : Kind.values()) {
                all.add(new HeadChoice(kind, decoder));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return Names.word(kind) + (decoder ? DECODER : "");
    }
}
