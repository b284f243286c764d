package org.nec4j.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nec4j.baseline.Baseline;
import org.nec4j.baseline.SetCoder;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.config.StudySettings;
import org.nec4j.config.StudySettings.TrainedPoint;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PixelLabels;
import org.nec4j.data.Split;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Preprocessing;
import org.nec4j.export.Rates;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;
import org.nec4j.report.PaperFormat;
import org.nec4j.report.Results;
import org.nec4j.segment.SegmentationFineTune;
import org.nec4j.setup.DataGuard;
import org.nec4j.setup.OpenedLabels;
import org.nec4j.setup.OpenedSet;
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.DecoderLayer;

/**
 * A study whose judge is the segmentation head. Embeddings are of tiles, and the bytes of an image are those of all its tiles;
 * image codecs code whole images, which are cut into tiles afterwards.
 */
final class SegmentationStudy {
    private static final int BATCH = 32;

    private final Path file;
    private final StudySettings settings;
    private final Console console;
    private final DatasetDescription description;
    private final OpenedSet set;
    private final TiledSplits tiled;
    private final SegmentationJudge judge;
    private final StartingPoint start;
    private final Embedder embedder;
    private final TrainedCodecs codecs;
    private final RowStore store;
    private final String encoder;
    private final Memo<Splits> embedded;
    private final Memo<String> pixels;

    private SegmentationStudy(Path file, StudySettings settings, Path work, Console console) {
        this.file = file;
        this.settings = settings;
        this.console = console;
        this.description = Configs.dataset(settings.data()).settings();
        this.set = OpenedSet.open(description);
        Experiment base = Configs.experiment(settings.base(), List.of()).settings();
        PixelLabels labels = OpenedLabels.of(description, set).labels();
        DataGuard.Guarded guarded = new DataGuard.Guarded(
                description,
                set,
                index -> {
                    set.images().image(index);
                    labels.labels(index);
                },
                "whole images with masks, " + description.masks());
        new DataGuard(List.of(guarded), Set.of(Split.TRAIN), base.data(), work).require(console);
        this.tiled = TiledSplits.of(description, set, base.model().imageSize(), settings.segmentation());
        tiled.task().warnings().forEach(console::say);
        this.start = StartingPoint.of(base.model(), base.experiment().seed(), console);
        Preprocessing preprocessing = new Preprocessing(
                base.model().imageSize(),
                base.data().mean(),
                base.data().std(),
                base.data().enlarge(),
                OpenedSet.bands(description));
        this.embedder = new Embedder(start, preprocessing, base.evaluation().batchSize());
        this.judge = new SegmentationJudge(
                tiled.task(),
                settings.segmentation(),
                embedder.tuning(settings.fineTune())
                        .map(tuning -> new SegmentationFineTune(tuning, settings.segmentation())),
                settings.seeds(),
                console);
        this.codecs = new TrainedCodecs(work, console);
        this.store = new RowStore(work.resolve("rows"));
        this.encoder = Fingerprint.ofEncoder(base, start, preprocessing);
        this.embedded = new Memo<>(() -> embed("embedding", tiled.pictures()));
        this.pixels = new Memo<>(() -> Fingerprint.ofPixels(tiled.pictures()));
    }

    /** As {@link Study#reproduce}. */
    static Results reproduce(
            Path file, StudySettings settings, Path output, Path work, Set<PaperFormat> formats, Console console) {
        SegmentationStudy study = new SegmentationStudy(file, settings, work, console);
        StudyReport report = new StudyReport(settings, study.testImages(), console);
        List<Measurement> rows = study.measure();
        Results results = new Results(settings.title(), study.header(report), rows, report.verdicts(rows));
        report.write(results, output, formats);
        return results;
    }

    private List<Measurement> measure() {
        String common =
                String.join("; ", Fingerprint.ofData(description, set.dataset()), Fingerprint.ofCode(), encoder);
        return store.rows(tasks(), common, console);
    }

    private List<RatePointTask> tasks() {
        StudySettings.Systems systems = settings.systems();
        List<RatePointTask> tasks = new ArrayList<>();
        tasks.add(task(settings.uncompressed(), "float32", settings.uncompressed(), () -> {
            Splits tiles = embedded.get();
            double bytes =
                    (double) Float.BYTES * tiles.test().tokens() * tiles.test().dim();
            return judge.judge(
                    new OperatingPoint(settings.uncompressed(), "float32", perImage(bytes)), tiles, pretrained());
        }));
        for (TrainedPoint point : systems.nec()) {
            String identity = point.system() + ' ' + codecs.identity(point);
            tasks.add(task(point.system(), point.setting(), identity, () -> trained(point)));
        }
        for (Baseline<float[]> baseline : Baselines.ofTokens(systems, embedder.dim())) {
            tasks.add(task(baseline.system(), baseline.setting(), identity(baseline), () -> overEmbeddings(baseline)));
        }
        for (Baseline<ByteImage> baseline : Baselines.ofPictures(systems, embedder.normalisation())) {
            tasks.addAll(overPictures(baseline));
        }
        return tasks;
    }

    private RatePointTask task(String system, String setting, String identity, Supplier<List<Measurement>> measure) {
        return new RatePointTask(system, setting, identity + ' ' + judge.identity(), measure);
    }

    private static String identity(Baseline<?> baseline) {
        return baseline.system() + ' ' + baseline.setting();
    }

    private List<Measurement> trained(TrainedPoint point) {
        ImageEncoder encoder = ImageEncoder.open(codecs.file(point));
        CodedEmbeddings coded = CodedEmbeddings.of(encoder, tiled.tiles(tiled.pictures()), BATCH, console);
        Rates rates = coded.rates().ofWhole(tiled.task().testLabels().size());
        rates.warning().ifPresent(told -> console.say(point.system() + ", " + point.setting() + ": " + told));
        return judge.judge(
                new OperatingPoint(point.system(), point.setting(), rates.fileBytes(), 0, rates.asMap()),
                coded.decoded(),
                encoder.decoderLayer());
    }

    private List<Measurement> overEmbeddings(Baseline<float[]> baseline) {
        Splits tiles = embedded.get();
        SetCoder<float[]> coder = baseline.fit(tiles.train().values());
        SetCoder.Coded<float[]> test = coder.code(tiles.test().values());
        Embeddings train =
                tiles.train().withValues(coder.code(tiles.train().values()).decoded());
        Splits decoded = new Splits(train, tiles.val(), tiles.test().withValues(test.decoded()));
        OperatingPoint point = new OperatingPoint(
                baseline.system(), baseline.setting(), perImage(test.meanBytes()), coder.sideBytes(), Map.of());
        return judge.judge(point, decoded, pretrained());
    }

    /** What becomes of whole pictures, and what a test picture costs. */
    private record CodedPictures(SplitImages decoded, OperatingPoint point) {}

    /** The task for the frozen encoder, and the one that trains it, where it is wanted. */
    private List<RatePointTask> overPictures(Baseline<ByteImage> baseline) {
        String system = baseline.system();
        String setting = baseline.setting();
        SoftMemo<CodedPictures> left = new SoftMemo<>(() -> coded(baseline));
        List<RatePointTask> tasks = new ArrayList<>();
        tasks.add(task(system, setting, identity(baseline), () -> {
            CodedPictures coded = left.get();
            boolean lossless = Fingerprint.ofPixels(coded.decoded()).equals(pixels.get());
            Splits tiles = lossless ? embedded.get() : embed("embedding " + system, coded.decoded());
            return judge.judge(coded.point(), tiles, pretrained());
        }));
        judge.tunedIdentity()
                .ifPresent(
                        tuned -> tasks.add(new RatePointTask(system, setting, identity(baseline) + ' ' + tuned, () -> {
                            CodedPictures coded = left.get();
                            return judge.fineTuned(coded.point(), tiled.tiles(coded.decoded()));
                        })));
        return tasks;
    }

    private CodedPictures coded(Baseline<ByteImage> baseline) {
        SplitImages pictures = tiled.pictures();
        SetCoder<ByteImage> coder = baseline.fit(List.of(pictures.train().picture(0)));
        SetCoder.Coded<ByteImage> test = coder.code(pixels(pictures.test()));
        ImageSource train = new DecodedImages(
                pictures.train(), coder.code(pixels(pictures.train())).decoded());
        return new CodedPictures(
                new SplitImages(train, pictures.val(), new DecodedImages(pictures.test(), test.decoded())),
                new OperatingPoint(
                        baseline.system(), baseline.setting(), test.meanBytes(), coder.sideBytes(), Map.of()));
    }

    private Optional<DecoderLayer> pretrained() {
        return embedder.decoderLayer();
    }

    private Splits embed(String task, SplitImages pictures) {
        SplitImages tiles = tiled.tiles(pictures);
        try (Progress progress = console.progress(task, tiles.count(), "tiles")) {
            return embedder.embed(tiles, progress);
        }
    }

    private static List<ByteImage> pixels(ImageSource images) {
        return IntStream.range(0, images.size()).mapToObj(images::picture).toList();
    }

    private double perImage(double bytesOfATile) {
        return bytesOfATile * tiled.task().tilesPerImage();
    }

    private int testImages() {
        return tiled.task().testLabels().size();
    }

    private Map<String, String> header(StudyReport report) {
        Map<String, String> header = report.header(file);
        header.put(
                "data",
                set.dataset().name() + ", " + tiled.pictures().train().size() + " train and " + testImages()
                        + " test images of " + tiled.task().tilesPerImage() + " tiles");
        header.put("encoder", start.origin());
        header.put("head", settings.segmentation().toString());
        header.put(
                "seeds",
                settings.seeds() + "; a seed changes the head's first weights, order of tiles and dropped channels");
        header.put("accuracy", "overall pixel accuracy; mean intersection over union under the second head");
        header.put("intervals", "95 %, bootstrap over test images");
        header.put(
                "bytes",
                "mean over test images of the streams of all tiles, or of the whole image's one stream where an image codec codes"
                        + " it; headers and side information included; what is needed once is not in it");
        return header;
    }
}
