package org.nec4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nec4j.config.StudySettings;
import org.nec4j.config.StudySettings.DistilledCodec;
import org.nec4j.eval.FineTune;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Splits;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;
import org.nec4j.vit.DecoderLayer;

/** A study whose judges tell classes of images apart. */
final class ClassificationStudy implements TaskStudy {
    private final Ground ground;
    private final StudySettings settings;
    private final SplitImages images;
    private final Judges judges;
    private final Pretrained model;
    private final Spent spent = new Spent();

    ClassificationStudy(Ground ground) {
        this.ground = ground;
        this.settings = ground.settings();
        this.images = SplitImages.of(ground.set());
        this.model = ground.model();
        ground.guard(
                ground.preprocessing().reader(ground.set().images()),
                ground.preprocessing().toString());
        this.judges = new Judges(
                settings.heads(),
                settings.seeds(),
                settings.share(),
                ground.set().dataset().classes());
    }

    @Override
    public int testImages() {
        return images.test().size();
    }

    @Override
    public List<RatePointTask> tasks() {
        Console console = ground.console();
        PointCache cache = new PointCache(ground.work().resolve("points"), ground.identity(), images);
        Supplier<Splits> embedded = new Memo<>(
                () -> cache.get("embedding side " + ground.size(), this::embed).decoded());
        List<RatePointTask> tasks = new ArrayList<>();
        tasks.add(uncompressed(embedded));
        tasks.addAll(new TrainedTasks(images, judges, ground.work(), cache, spent, console)
                .tasks(settings.systems().nec()));
        Optional<FineTuneJudge> fineTune = model.tuning(settings.fineTune())
                .map(tuning -> new FineTuneJudge(new FineTune(tuning), judges, console));
        BaselineTasks baselines =
                new BaselineTasks(model, images, ground.size(), embedded, judges, fineTune, cache, spent, console);
        for (DistilledCodec distilled : settings.systems().distilled()) {
            tasks.addAll(baselines.distilled(points(distilled, cache)));
        }
        tasks.addAll(new FactorizedTasks(
                        ground.start(),
                        ground.preprocessing(),
                        ground.batch(),
                        images.train(),
                        new OfClasses(),
                        console)
                .tasks(settings.systems().factorized(), embedded));
        tasks.addAll(baselines.tasks(settings.systems()));
        return tasks;
    }

    /** How smaller encoders are judged. */
    private final class OfClasses implements FactorizedTasks.Judge {
        @Override
        public Splits embed(Pretrained encoder) {
            return spent.on("embedding", () -> {
                try (Progress progress = ground.console().progress("embedding", images.count(), "images")) {
                    return encoder.embed(images, progress);
                }
            });
        }

        @Override
        public List<Measurement> judge(OperatingPoint point, Splits decoded, Optional<DecoderLayer> layer) {
            return judges.judge(point, new Decoded(decoded, layer, ground.console(), spent));
        }

        @Override
        public double tiles() {
            return 1;
        }

        @Override
        public String identity() {
            return judges.identity();
        }
    }

    private DistilledPoints points(DistilledCodec distilled, PointCache cache) {
        TrainedCodecs codecs = new TrainedCodecs(ground.work(), ground.console());
        return new DistilledPoints(distilled, codecs, settings.data(), encoder -> cache.get(
                        "embedding by " + encoder.codec().contentDigest(),
                        () -> new CodedPoint(
                                spent.on("embedding", () -> DistilledPoints.embed(encoder, images, ground.console())),
                                0,
                                0,
                                Map.of()))
                .decoded());
    }

    @Override
    public String spent() {
        return spent.line();
    }

    private CodedPoint embed() {
        return spent.on("embedding", () -> {
            try (Progress progress = ground.console().progress("embedding", images.count(), "images")) {
                return new CodedPoint(model.embed(images, progress), 0, 0, Map.of());
            }
        });
    }

    private RatePointTask uncompressed(Supplier<Splits> embedded) {
        return new RatePointTask(
                settings.uncompressed(), "float32", settings.uncompressed() + ' ' + judges.identity(), () -> {
                    Splits splits = embedded.get();
                    double bytes = (double) Float.BYTES
                            * splits.test().tokens()
                            * splits.test().dim();
                    Decoded decoded = new Decoded(splits, model.decoderLayer(), ground.console(), spent);
                    return judges.judge(new OperatingPoint(settings.uncompressed(), "float32", bytes), decoded);
                });
    }

    @Override
    public String data() {
        return ground.set().dataset().name() + ", " + images.train().size() + " train, "
                + images.val().size() + " val, " + images.test().size() + " test images";
    }

    @Override
    public Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put(
                "seeds",
                settings.seeds() + "; a seed changes "
                        + Heads.head(settings.heads().get(0).kind(), Pooling.PATCHES, settings.share())
                                .seedMeaning());
        header.put("intervals", "95 %, bootstrap over test images");
        header.put(
                "bytes",
                "mean length of a test image's stream, headers and side information included; what is needed once is"
                        + " not in it");
        return header;
    }
}
