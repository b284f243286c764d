package org.nec4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nec4j.assembly.OpenedLabels;
import org.nec4j.baseline.Baseline;
import org.nec4j.baseline.SetCoder;
import org.nec4j.config.StudySettings;
import org.nec4j.config.StudySettings.DistilledCodec;
import org.nec4j.config.StudySettings.TrainedPoint;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PixelLabels;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Rates;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;
import org.nec4j.segment.SegmentationFineTune;
import org.nec4j.vit.DecoderLayer;

/**
 * A study whose judge is the segmentation head. Embeddings are of tiles, and the bytes of an image are those of all its tiles;
 * image codecs code whole images, which are cut into tiles afterwards.
 */
final class SegmentationStudy implements TaskStudy {
    private static final int BATCH = 32;

    private final Ground ground;
    private final StudySettings settings;
    private final Console console;
    private final TiledSplits tiled;
    private final SegmentationJudge judge;
    private final Pretrained model;
    private final TrainedCodecs codecs;
    private final Memo<Splits> embedded;
    private final Memo<String> pixels;

    SegmentationStudy(Ground ground) {
        this.ground = ground;
        this.settings = ground.settings();
        this.console = ground.console();
        PixelLabels labels = OpenedLabels.of(ground.description(), ground.set()).labels();
        this.model = ground.model();
        ground.guard(
                index -> {
                    ground.set().images().image(index);
                    labels.labels(index);
                },
                "whole images with masks, " + ground.description().masks());
        this.tiled = TiledSplits.of(ground.description(), ground.set(), ground.size(), settings.segmentation());
        tiled.warnings().forEach(console::say);
        this.judge = new SegmentationJudge(
                tiled.task(),
                settings.segmentation(),
                model.tuning(settings.fineTune())
                        .map(tuning -> new SegmentationFineTune(tuning, settings.segmentation())),
                settings.seeds(),
                console);
        this.codecs = new TrainedCodecs(ground.work(), console);
        this.embedded = new Memo<>(() -> embed("embedding", tiled.pictures()));
        this.pixels = new Memo<>(() -> Fingerprint.ofPixels(tiled.pictures()));
    }

    @Override
    public List<RatePointTask> tasks() {
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
        for (DistilledCodec distilled : systems.distilled()) {
            DistilledPoints codec = new DistilledPoints(
                    distilled,
                    codecs,
                    settings.data(),
                    encoder -> DistilledPoints.embed(encoder, tiled.tiles(tiled.pictures()), console));
            for (DistilledPoints.Point point : codec.points()) {
                tasks.add(task(
                        point.system(),
                        point.setting(),
                        codec.identity() + ' ' + point.setting(),
                        () -> overEmbeddings(codec.codec(point), codec.embedded())));
            }
        }
        tasks.addAll(new FactorizedTasks(
                        ground.start(),
                        ground.preprocessing(),
                        ground.batch(),
                        tiled.tiles(tiled.pictures()).train(),
                        new OfPixels(),
                        console)
                .tasks(systems.factorized(), embedded));
        for (Baseline<float[]> baseline : Baselines.ofTokens(systems, model.dim(), model.grid())) {
            tasks.add(task(
                    baseline.system(),
                    baseline.setting(),
                    identity(baseline),
                    () -> overEmbeddings(baseline, embedded.get())));
        }
        for (Baseline<ByteImage> baseline : Baselines.ofPictures(systems, model.normalization())) {
            tasks.addAll(overPictures(baseline));
        }
        return tasks;
    }

    /** How smaller encoders are judged. */
    private final class OfPixels implements FactorizedTasks.Judge {
        @Override
        public Splits embed(Pretrained encoder) {
            return SegmentationStudy.this.embed("embedding", tiled.pictures(), encoder);
        }

        @Override
        public List<Measurement> judge(OperatingPoint point, Splits decoded, Optional<DecoderLayer> layer) {
            return judge.judge(point, decoded, layer);
        }

        @Override
        public double tiles() {
            return tiled.task().tilesPerImage();
        }

        @Override
        public String identity() {
            return judge.identity();
        }
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

    /** @param tiles what the system's encoder makes of them */
    private List<Measurement> overEmbeddings(Baseline<float[]> baseline, Splits tiles) {
        SetCoder<float[]> coder = baseline.fit(tiles.train().values());
        SetCoder.Coded<float[]> test = coder.code(tiles.test().values());
        Embeddings train =
                tiles.train().withValues(coder.code(tiles.train().values()).decoded());
        Splits decoded = new Splits(train, tiles.val(), tiles.test().withValues(test.decoded()));
        OperatingPoint point = new OperatingPoint(
                baseline.system(),
                baseline.setting(),
                perImage(test.meanBytes()),
                coder.sideBytes(),
                SquaredError.metric(
                        embedded.get().test(), decoded.test(), tiled.task().tilesPerImage()));
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
        return model.decoderLayer();
    }

    private Splits embed(String task, SplitImages pictures) {
        return embed(task, pictures, model);
    }

    private Splits embed(String task, SplitImages pictures, Pretrained encoder) {
        SplitImages tiles = tiled.tiles(pictures);
        try (Progress progress = console.progress(task, tiles.count(), "tiles")) {
            return encoder.embed(tiles, progress);
        }
    }

    private static List<ByteImage> pixels(ImageSource images) {
        return IntStream.range(0, images.size()).mapToObj(images::picture).toList();
    }

    private double perImage(double bytesOfATile) {
        return bytesOfATile * tiled.task().tilesPerImage();
    }

    @Override
    public int testImages() {
        return tiled.task().testLabels().size();
    }

    @Override
    public String data() {
        return ground.set().dataset().name() + ", " + tiled.pictures().train().size() + " train and " + testImages()
                + " test images of " + tiled.task().tilesPerImage() + " tiles";
    }

    @Override
    public Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
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
