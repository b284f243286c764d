package org.nec4j.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.nec4j.assembly.DataGuard;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.config.StudySettings;
import org.nec4j.data.ImageSize;
import org.nec4j.data.Split;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;

/** What a study stands on, whatever it judges: its settings, a data set, and the pretrained model whose embeddings are coded. */
final class Ground {
    private final StudySettings settings;
    private final Path work;
    private final Console console;
    private final DatasetDescription description;
    private final OpenedSet set;
    private final Experiment base;
    private final Preprocessing preprocessing;
    private final Memo<StartingPoint> start;
    private final Memo<Pretrained> model;
    private final Memo<String> identity;

    /** @param work keeps rate points measured so far, and training runs */
    Ground(StudySettings settings, Path work, Console console) {
        this.settings = settings;
        this.work = work;
        this.console = console;
        this.description = Configs.dataset(settings.data()).settings();
        this.set = OpenedSet.open(description);
        this.base = Configs.experiment(settings.base(), List.of()).settings();
        this.preprocessing = new Preprocessing(
                size(), base.data().mean(), base.data().std(), base.data().enlarge(), OpenedSet.bands(description));
        this.start = new Memo<>(
                () -> StartingPoint.of(base.model(), base.experiment().seed(), console));
        this.model = new Memo<>(() ->
                new Pretrained(start.get(), preprocessing, base.evaluation().batchSize()));
        this.identity = new Memo<>(() -> String.join(
                "; ",
                Fingerprint.ofData(description, set.dataset()),
                Fingerprint.ofCode(),
                Fingerprint.ofEncoder(base, start.get(), preprocessing)));
    }

    StudySettings settings() {
        return settings;
    }

    Path work() {
        return work;
    }

    Console console() {
        return console;
    }

    DatasetDescription description() {
        return description;
    }

    OpenedSet set() {
        return set;
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    /** Size of the model's input. */
    ImageSize size() {
        return TrainingImages.size(base.model());
    }

    /** Refuses images that would spoil the comparison, before weights are read; {@code read} reads one as {@code way} says. */
    void guard(IntConsumer read, String way) {
        DataGuard.Guarded guarded = new DataGuard.Guarded(description, set, read, way);
        new DataGuard(List.of(guarded), Set.of(Split.TRAIN), base.data(), work).require(console);
    }

    /** The model, read when first asked for. */
    Pretrained model() {
        return model.get();
    }

    /** The model before anything is made of it. */
    StartingPoint start() {
        return start.get();
    }

    /** Images that the model embeds at a time. */
    int batch() {
        return base.evaluation().batchSize();
    }

    /** Where the model's weights stem from. */
    String origin() {
        return start.get().origin();
    }

    /** What every number of the study depends on. */
    String identity() {
        return identity.get();
    }
}
