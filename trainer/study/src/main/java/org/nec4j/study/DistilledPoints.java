package org.nec4j.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.nec4j.baseline.GivenCodec;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.StudySettings.DistilledCodec;
import org.nec4j.data.ImageSource;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** One distilled codec at all its rate points: trained or taken once, its tables counted on a study's images, its encoder asked once. */
final class DistilledPoints {
    private static final int BATCH = 32;

    private final DistilledCodec settings;
    private final String identity;
    private final Memo<Path> file;
    private final Memo<ImageEncoder> encoder;
    private final Memo<Splits> embedded;

    /**
     * Of a codec.
     *
     * @param data  the study's data set
     * @param embed what an encoder makes of the study's images
     */
    DistilledPoints(DistilledCodec settings, TrainedCodecs codecs, Path data, Function<ImageEncoder, Splits> embed) {
        this.settings = settings;
        this.identity = settings.system() + ' ' + codecs.identity(settings, data);
        this.file = new Memo<>(() -> codecs.file(settings, data));
        this.encoder = new Memo<>(() -> ImageEncoder.open(file.get()));
        this.embedded = new Memo<>(() -> embed.apply(encoder.get()));
    }

    /**
     * One place of its curve.
     *
     * @param system  the curve
     * @param setting the place
     * @param at      how the codec is told
     */
    record Point(String system, String setting, CodingPoint at) {
        String identity() {
            return system + ' ' + setting;
        }
    }

    /** Where it is measured: its pooled layer alone, then whole streams. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        settings.pooledSteps().forEach(step -> points.add(point(settings.system() + " pooled layer", step, true)));
        settings.steps().forEach(step -> points.add(point(settings.system(), step, false)));
        return points;
    }

    private static Point point(String system, double step, boolean pooledAlone) {
        return new Point(
                system,
                String.format(Locale.ROOT, "step %.3g", step),
                new CodingPoint(pooledAlone, OptionalDouble.of(step), OptionalDouble.empty(), Optional.empty()));
    }

    /** What a consumer's copy of it depends on. */
    String identity() {
        return identity;
    }

    /** It codes at one of its points. */
    GivenCodec codec(Point point) {
        Codec at = point.at().of(encoder.get().codec());
        if (point.at().misses(at)) {
            throw new UserException(point.system() + ": its codec holds no " + point.setting() + ", the nearest is "
                    + String.format(Locale.ROOT, "%.4g", at.step().orElseThrow())
                    + "; state that in systems.distilled ("
                    + settings.config() + " says with objective.distill.steps which there are, half an octave apart)");
        }
        try {
            return new GivenCodec(point.system(), point.setting(), at, Files.size(file.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an encoder makes of labelled images. */
    static Splits embed(ImageEncoder encoder, SplitImages images, Console console) {
        try (Progress progress = console.progress("embedding with the trained encoder", images.count(), "images")) {
            Embeddings train = embed(encoder, images.train(), progress);
            Embeddings val = embed(encoder, images.val(), progress.from(train.count()));
            return new Splits(train, val, embed(encoder, images.test(), progress.from(train.count() + val.count())));
        }
    }

    private static Embeddings embed(ImageEncoder encoder, ImageSource images, Progress progress) {
        List<float[]> values = new ArrayList<>(images.size());
        encoder.embed(images, BATCH, progress, (embedding, index) -> values.add(embedding.values()));
        return new Embeddings(encoder.tokens(), encoder.codec().dim(), values, images.labels());
    }

    /** What its encoder makes of the study's images, before any quantization. */
    Splits embedded() {
        return embedded.get();
    }
}
