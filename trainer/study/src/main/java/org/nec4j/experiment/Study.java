package org.nec4j.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.nec4j.audit.Validation;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.config.StudySettings;
import org.nec4j.data.Split;
import org.nec4j.eval.FineTune;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Splits;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;
import org.nec4j.report.PaperFormat;
import org.nec4j.report.Results;
import org.nec4j.setup.DataGuard;
import org.nec4j.setup.OpenedSet;
import org.nec4j.setup.StartingPoint;

/**
 * The verb {@code reproduce}: measures every rate point of a study that is not yet on the disk, and writes results.json, table.md
 * and one figure a head. A rate point is measured again only if its settings, the data, the checkpoint or the code changed.
 */
public final class Study {
    private final StudySettings settings;
    private final Path file;
    private final Console console;
    private final DatasetDescription description;
    private final OpenedSet set;
    private final SplitImages images;
    private final Judges judges;
    private final StartingPoint start;
    private final Embedder embedder;
    private final String encoder;
    private final int side;
    private final Path work;
    private final StudyReport report;

    private Study(Path file, StudySettings settings, Path work, Console console) {
        this.file = file;
        this.work = work;
        this.console = console;
        this.settings = settings;
        this.description = Configs.dataset(settings.data()).settings();
        this.set = OpenedSet.open(description);
        this.images = SplitImages.of(set);
        this.report = new StudyReport(settings, images.test().size(), console);
        Experiment base = Configs.experiment(settings.base(), List.of()).settings();
        this.side = base.model().imageSize();
        Preprocessing preprocessing = new Preprocessing(
                side, base.data().mean(), base.data().std(), base.data().enlarge(), OpenedSet.bands(description));
        DataGuard.Guarded guarded =
                new DataGuard.Guarded(description, set, preprocessing.reader(set.images()), preprocessing.toString());
        new DataGuard(List.of(guarded), Set.of(Split.TRAIN), base.data(), work).require(console);
        this.start = StartingPoint.of(base.model(), base.experiment().seed(), console);
        this.embedder = new Embedder(start, preprocessing, base.evaluation().batchSize());
        this.encoder = Fingerprint.ofEncoder(base, start, preprocessing);
        this.judges = new Judges(
                settings.heads(),
                settings.seeds(),
                settings.share(),
                set.dataset().classes());
    }

    /**
     * Runs a study, or what is left of it.
     *
     * @param file    the study
     * @param output  folder of results.json, table.md and figures
     * @param work    folder of the rate points measured so far, and of training runs
     * @param formats what is written for papers, beside SVG figures and a Markdown table
     * @throws org.nec4j.codec.error.UserException where anything it names is missing or cannot be used
     */
    public static Results reproduce(Path file, Path output, Path work, Set<PaperFormat> formats, Console console) {
        StudySettings settings = Configs.study(file).settings();
        Validation.requireStudy(file);
        if (settings.task() == StudySettings.Task.SEGMENTATION) {
            return SegmentationStudy.reproduce(file, settings, output, work, formats, console);
        }
        Study study = new Study(file, settings, work, console);
        Results results = study.measure();
        study.report.write(results, output, formats);
        return results;
    }

    private Results measure() {
        Spent spent = new Spent();
        String common =
                String.join("; ", Fingerprint.ofData(description, set.dataset()), Fingerprint.ofCode(), encoder);
        PointCache cache = new PointCache(work.resolve("points"), common, images);
        Supplier<Splits> embedded = new Memo<>(
                () -> cache.get("embedding side " + side, () -> embed(spent)).decoded());
        List<RatePointTask> tasks = new ArrayList<>();
        tasks.add(uncompressed(embedded, spent));
        tasks.addAll(new TrainedTasks(images, judges, work, cache, spent, console)
                .tasks(settings.systems().nec()));
        Optional<FineTuneJudge> fineTune = embedder.tuning(settings.fineTune())
                .map(tuning -> new FineTuneJudge(new FineTune(tuning), judges, console));
        tasks.addAll(new BaselineTasks(embedder, images, side, embedded, judges, fineTune, cache, spent, console)
                .tasks(settings.systems()));

        List<Measurement> rows = new RowStore(work.resolve("rows")).rows(tasks, common, console);
        if (!spent.line().isEmpty()) {
            console.say("time went to " + spent.line());
        }
        return new Results(settings.title(), header(), rows, report.verdicts(rows));
    }

    private CodedPoint embed(Spent spent) {
        return spent.on("embedding", () -> {
            try (Progress progress = console.progress("embedding", images.count(), "images")) {
                return new CodedPoint(embedder.embed(images, progress), 0, 0, Map.of());
            }
        });
    }

    private RatePointTask uncompressed(Supplier<Splits> embedded, Spent spent) {
        return new RatePointTask(
                settings.uncompressed(), "float32", settings.uncompressed() + ' ' + judges.identity(), () -> {
                    Splits splits = embedded.get();
                    double bytes = (double) Float.BYTES
                            * splits.test().tokens()
                            * splits.test().dim();
                    Decoded decoded = new Decoded(splits, embedder.decoderLayer(), console, spent);
                    return judges.judge(new OperatingPoint(settings.uncompressed(), "float32", bytes), decoded);
                });
    }

    private Map<String, String> header() {
        Map<String, String> header = report.header(file);
        header.put(
                "data",
                set.dataset().name() + ", " + images.train().size() + " train, "
                        + images.val().size() + " val, " + images.test().size() + " test images");
        header.put("encoder", start.origin());
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
