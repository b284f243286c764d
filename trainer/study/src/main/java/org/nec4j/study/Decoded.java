package org.nec4j.study;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.HeadChoice;
import org.nec4j.eval.Head;
import org.nec4j.eval.HeadResult;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Splits;
import org.nec4j.eval.WithDecoder;
import org.nec4j.progress.Console;
import org.nec4j.vit.DecoderLayer;

/** What a consumer holds of a data set, and what heads make of it. What several heads need is computed once. */
final class Decoded {
    private static final Set<HeadChoice.Kind> OF_TOKENS =
            Set.of(HeadChoice.Kind.ATTENTION, HeadChoice.Kind.LINEAR_MOMENTS);

    private final Splits splits;
    private final Optional<DecoderLayer> layer;
    private final Console console;
    private final Spent spent;
    private Optional<Splits> passed = Optional.empty();

    /** @param layer the decoder's first layer that belongs to these embeddings; nothing where there is none */
    Decoded(Splits splits, Optional<DecoderLayer> layer, Console console, Spent spent) {
        this.splits = splits;
        this.layer = layer;
        this.console = console;
        this.spent = spent;
    }

    /** Number of test images. */
    int tested() {
        return splits.test().count();
    }

    /** Whether the head can work on these embeddings: vectors without tokens have neither attention, deviations nor a decoder. */
    boolean suits(HeadChoice choice) {
        return splits.test().tokens() > 1 || !(choice.decoder() || OF_TOKENS.contains(choice.kind()));
    }

    /** Trains and scores the head; throws UserException if it needs a decoder's layer that is not there. */
    HeadResult judge(HeadChoice choice, List<Long> seeds, double share) {
        Head head = Heads.head(choice.kind(), pooling(choice), share);
        Splits seen = choice.decoder() ? passed() : splits;
        return spent.on(head.name(seen) + " heads", () -> HeadResult.of(head, seen, seeds, console));
    }

    private Pooling pooling(HeadChoice choice) {
        if (choice.decoder()) {
            return Pooling.ALL;
        }
        return splits.test().tokens() == 1 ? Pooling.FIRST : Pooling.PATCHES;
    }

    private Splits passed() {
        if (passed.isEmpty()) {
            DecoderLayer decoder = layer.orElseThrow(() -> new UserException(
                    "there is no decoder layer, which heads \"with decoder\" need; export the codec from its run"
                            + " again, or choose a head without where its checkpoint has no decoder"));
            passed = Optional.of(spent.on("decoder layer", () -> WithDecoder.pass(decoder, splits, console)));
        }
        return passed.get();
    }
}
