package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.assembly.DataGuard;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.ReidExperiment;
import org.nec4j.data.Split;
import org.nec4j.eval.Bootstrap;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.PooledVectors;
import org.nec4j.export.RateMeter;
import org.nec4j.export.Rates;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.reid.OpenSetScores;
import org.nec4j.reid.ReidData;
import org.nec4j.reid.ViewSet;

/** The verb {@code eval} for open-set retrieval: how well a scene is found again by its code, at the code's real bytes. */
public final class ReidEvaluation {
    /** The head's name on the command line. */
    public static final String HEAD = "reid";

    private static final int BATCH = 32;
    private static final int VIEWS = 4;
    private static final int RESAMPLES = 2000;

    private ReidEvaluation() {}

    /**
     * What was measured.
     *
     * @param dataset      the data set
     * @param scores       by distances of decoded codes
     * @param interval     of mean average precision, 95 % over queries
     * @param uncompressed by distances of the embeddings before quantization
     * @param codecDigest  which codec it was
     * @param rates        of an image, from the estimate in training to its file
     */
    public record Evaluated(
            String dataset,
            OpenSetScores scores,
            ConfidenceInterval interval,
            OpenSetScores uncompressed,
            String codecDigest,
            Rates rates) {
        /** One line for people. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s, instance retrieval: mAP %.2f %% (%.1f - %.1f), CMC-1 %.2f %%, CMC-5 %.2f %%, CMC-10 %.2f %% at %.1f bytes a"
                            + " file (%.1f of them its payload), %d queries in a gallery of %d; mAP %.2f %% and CMC-1 %.2f %% on the"
                            + " uncompressed embedding",
                    dataset,
                    100 * scores.meanAveragePrecision(),
                    100 * interval.low(),
                    100 * interval.high(),
                    100 * scores.cmc(1),
                    100 * scores.cmc(5),
                    100 * scores.cmc(10),
                    rates.fileBytes(),
                    rates.payloadBytes(),
                    scores.queries(),
                    scores.gallery(),
                    100 * uncompressed.meanAveragePrecision(),
                    100 * uncompressed.cmc(1));
        }

        /** Writes all numbers as JSON, keys in snake case. */
        public void write(Path file) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("dataset", dataset);
            all.put("head", HEAD);
            EvaluationJson.put(
                    all,
                    "map",
                    new Score(scores.meanAveragePrecision(), interval, uncompressed.meanAveragePrecision()));
            for (int rank : OpenSetScores.RANKS) {
                all.put("cmc_" + rank, scores.cmc(rank));
                all.put("uncompressed_cmc_" + rank, uncompressed.cmc(rank));
            }
            all.put("queries", scores.queries());
            all.put("gallery", scores.gallery());
            all.put("uncompressed_map", uncompressed.meanAveragePrecision());
            all.put("mean_bytes_per_image", rates.fileBytes());
            all.put("codec_digest", codecDigest);
            all.put("rates", rates);
            EvaluationJson.write(all, file);
        }
    }

    /**
     * Takes the views that an experiment of codes searches, or draws views of a data set's test images, each an identity of its own; encodes them to real bytes, decodes them, and ranks by distances of codes, an
     * embedding of several tokens by the mean of its patch tokens. Throws {@link org.nec4j.codec.error.UserException} where the codec or
     * the data set cannot be used.
     */
    public static Evaluated evaluate(
            Path codecFile, CodingPoint point, Path datasetFile, DataSettings.Copies copies, Console console) {
        ImageEncoder encoder = ImageEncoder.open(codecFile);
        if (Configs.kind(datasetFile) == Configs.Kind.REID) {
            ReidExperiment settings = Configs.reid(datasetFile, List.of()).settings();
            return evaluate(
                    settings.experiment().name(),
                    encoder,
                    point,
                    ReidData.test(settings, encoder.preprocessing()),
                    console);
        }
        DatasetDescription description = Configs.dataset(datasetFile).settings();
        OpenedSet set = OpenedSet.open(description);
        DataGuard.quick(description, set, copies).require(console);
        ViewSet views = ViewSet.ofScenes(
                set.only(Split.TEST),
                VIEWS,
                encoder.preprocessing().size(),
                encoder.preprocessing().enlarge(),
                ReidData.TEST_SEED);
        return evaluate(set.dataset().name(), encoder, point, views, console);
    }

    private static Evaluated evaluate(
            String name, ImageEncoder opened, CodingPoint point, ViewSet views, Console console) {
        ImageEncoder encoder = opened.at(point, views.images(), console);
        List<float[]> embedded = new ArrayList<>();
        List<float[]> decoded = new ArrayList<>();
        RateMeter meter = encoder.meter();
        try (Progress progress =
                console.progress("encoding and decoding", views.images().size(), "views")) {
            encoder.embed(views.images(), BATCH, progress, (embedding, index) -> {
                byte[] stream = meter.add(embedding, index);
                embedded.add(PooledVectors.of(embedding));
                decoded.add(PooledVectors.of(encoder.codec(), stream));
            });
        }
        OpenSetScores scores = OpenSetScores.of(views, decoded);
        return new Evaluated(
                name,
                scores,
                Bootstrap.meanInterval(scores.precision(), 0.95, RESAMPLES, 0),
                OpenSetScores.of(views, embedded),
                encoder.codec().digest(),
                meter.rates());
    }
}
