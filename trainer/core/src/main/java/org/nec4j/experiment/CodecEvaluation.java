package org.nec4j.experiment;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nec4j.codec.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.eval.Head;
import org.nec4j.eval.HeadResult;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.setup.OpenedSet;

/** The verb {@code eval}: what a codec's real bytes are worth to a head, beside the embedding that it was given. */
public final class CodecEvaluation {
    private static final int BATCH = 32;

    private CodecEvaluation() {}

    /**
     * What was measured on the test images.
     *
     * @param dataset               the data set
     * @param head                  the head
     * @param accuracy              share of test images whose class the head finds from decoded embeddings, mean over the seeds
     * @param accuracyLow           lower end of its 95 % bootstrap interval over test images
     * @param accuracyHigh          upper end
     * @param macroF1               mean F1 over the classes, of the first seed
     * @param images                number of test images
     * @param meanBytesPerImage     of their streams, header and checksum included
     * @param uncompressedAccuracy  of the same head on the embedding before quantisation
     * @param codecDigest           which codec it was
     */
    public record Evaluated(
            String dataset,
            String head,
            double accuracy,
            double accuracyLow,
            double accuracyHigh,
            double macroF1,
            int images,
            double meanBytesPerImage,
            double uncompressedAccuracy,
            String codecDigest) {
        /** One line for people. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s, %s head: accuracy %.2f %% (%.1f - %.1f) at %.1f bytes an image on %d test images; %.2f %% on the uncompressed embedding",
                    dataset,
                    head,
                    100 * accuracy,
                    100 * accuracyLow,
                    100 * accuracyHigh,
                    meanBytesPerImage,
                    images,
                    100 * uncompressedAccuracy);
        }

        /** Writes all numbers as JSON, keys in snake case. */
        public void write(Path file) {
            String json = new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(this);
            AtomicFile.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Encodes every image of the data set's train, val and test splits to real bytes, decodes them, and trains and scores the
     * head on what was decoded. Throws {@link org.nec4j.codec.UserException} where the codec or the data set cannot be used.
     */
    public static Evaluated evaluate(Path codecFile, Path datasetFile, Head head, List<Long> seeds, Console console) {
        ImageEncoder encoder = ImageEncoder.open(codecFile);
        OpenedSet set = OpenedSet.open(Configs.dataset(datasetFile).settings());
        CodedEmbeddings coded = CodedEmbeddings.of(encoder, SplitImages.of(set), BATCH, console);
        HeadResult decoded = HeadResult.of(head, coded.decoded(), seeds);
        HeadResult embedded = HeadResult.of(head, coded.embedded(), seeds);
        return new Evaluated(
                set.dataset().name(),
                head.name(),
                decoded.mean(),
                decoded.interval().low(),
                decoded.interval().high(),
                decoded.scores().macroF1(),
                coded.bytes().length,
                coded.meanBytes(),
                embedded.mean(),
                encoder.codec().digest());
    }
}
