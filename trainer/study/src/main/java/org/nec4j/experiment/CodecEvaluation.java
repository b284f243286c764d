package org.nec4j.experiment;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.config.Configs;
import org.nec4j.config.HeadChoice;
import org.nec4j.eval.ClassificationScores;
import org.nec4j.eval.HeadResult;
import org.nec4j.eval.Pooling;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.setup.OpenedSet;

/** The verb {@code eval}: what a codec's real bytes are worth to a head, beside the embedding that it was given. */
public final class CodecEvaluation {
    private static final int BATCH = 32;

    private CodecEvaluation() {}

    /**
     * Encodes every image of the data set's train, val and test splits to real bytes, decodes them, and trains and scores the
     * head on what was decoded. Throws {@link org.nec4j.codec.error.UserException} where the codec or the data set cannot be used.
     */
    public static Evaluated evaluate(
            Path codecFile, Path datasetFile, HeadChoice head, List<Long> seeds, Console console) {
        ImageEncoder encoder = ImageEncoder.open(codecFile);
        OpenedSet set = OpenedSet.open(Configs.dataset(datasetFile).settings());
        CodedEmbeddings coded = CodedEmbeddings.of(encoder, SplitImages.of(set), BATCH, console);
        HeadResult decoded =
                new Decoded(coded.decoded(), encoder.decoderLayer(), console, new Spent()).judge(head, seeds, 1);
        HeadResult embedded =
                new Decoded(coded.embedded(), encoder.decoderLayer(), console, new Spent()).judge(head, seeds, 1);
        return new Evaluated(
                set.dataset().name(),
                decoded.head() + (head.decoder() ? "+decoder" : ""),
                Heads.head(head.kind(), Pooling.ALL, 1).score(),
                decoded.mean(),
                decoded.interval().low(),
                decoded.interval().high(),
                decoded.classes().map(ClassificationScores::macroF1).orElse(0.0),
                coded.bytes().length,
                coded.rates().fileBytes(),
                embedded.mean(),
                encoder.codec().digest(),
                coded.rates(),
                decoded.classes()
                        .map(scores -> Evaluated.byClass(scores, set.dataset().classes()))
                        .orElse(List.of()),
                decoded.classes().map(ClassificationScores::confusion).orElse(new int[0][]));
    }
}
