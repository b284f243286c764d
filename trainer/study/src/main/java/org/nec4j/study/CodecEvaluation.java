package org.nec4j.study;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.assembly.DataGuard;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.HeadChoice;
import org.nec4j.eval.HeadResult;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Wilson;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;

/** The verb {@code eval}: what a codec's real bytes are worth to a head, beside the embedding that it was given. */
public final class CodecEvaluation {
    private static final int BATCH = 32;

    private CodecEvaluation() {}

    /**
     * Encodes every image of the data set's train, val and test splits to real bytes, decodes them, and trains and scores the
     * head on what was decoded. Copies across splits are refused or, where {@code copies} allows them, told. Throws {@link org.nec4j.codec.error.UserException} where the codec or the data set cannot be used.
     */
    public static Evaluated evaluate(
            Path codecFile,
            Path datasetFile,
            HeadChoice head,
            List<Long> seeds,
            DataSettings.Copies copies,
            Console console) {
        return evaluate(codecFile, CodingPoint.UNASKED, datasetFile, head, seeds, copies, console);
    }

    /** As above, at an operating point of a layered codec. */
    public static Evaluated evaluate(
            Path codecFile,
            CodingPoint point,
            Path datasetFile,
            HeadChoice head,
            List<Long> seeds,
            DataSettings.Copies copies,
            Console console) {
        ImageEncoder opened = ImageEncoder.open(codecFile);
        DatasetDescription description = Configs.dataset(datasetFile).settings();
        OpenedSet set = OpenedSet.open(description);
        DataGuard.quick(description, set, copies).require(console);
        SplitImages images = SplitImages.of(set);
        ImageEncoder encoder = opened.at(point, images.test(), console);
        CodedEmbeddings coded = CodedEmbeddings.of(encoder, images, BATCH, console);
        HeadResult decoded =
                new Decoded(coded.decoded(), encoder.decoderLayer(), console, new Spent()).judge(head, seeds, 1);
        HeadResult embedded =
                new Decoded(coded.embedded(), encoder.decoderLayer(), console, new Spent()).judge(head, seeds, 1);
        return new Evaluated(
                set.dataset().name(),
                decoded.head() + (head.decoder() ? "+decoder" : ""),
                Heads.head(head.kind(), Pooling.ALL, 1).score(),
                new Score(decoded.mean(), Wilson.interval(decoded.mean(), coded.bytes().length), embedded.mean()),
                coded.bytes().length,
                encoder.codec().digest(),
                coded.rates(),
                decoded.classes()
                        .map(scores ->
                                Evaluated.Classes.of(scores, set.dataset().classes()))
                        .orElse(Evaluated.Classes.NONE));
    }
}
