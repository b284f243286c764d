package org.nec4j.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.config.ModelSettings;
import org.nec4j.data.BandChoice;
import org.nec4j.data.Batches;
import org.nec4j.data.CachedImages;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Normalization;
import org.nec4j.data.PooledImages;
import org.nec4j.data.RandomCrop;
import org.nec4j.data.Sample;
import org.nec4j.data.ShrunkImages;
import org.nec4j.data.Split;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;

/** The images of a run: those it learns from, augmented, and a few that it does not, to measure on. */
public final class TrainingImages {
    private static final long MEGABYTE = 1 << 20;

    private final DataSettings settings;
    private final List<DatasetDescription> descriptions;
    private final List<OpenedSet> sets;
    private final ImageSize size;
    private final long seed;
    private final Preprocessing preprocessing;
    private final boolean isCached;
    private String content;

    /** Those of an experiment, whose sets are opened here; pixels are read when they are asked for. */
    public TrainingImages(Experiment experiment) {
        this.settings = experiment.data();
        this.size = size(experiment.model());
        this.seed = experiment.experiment().seed();
        this.descriptions = settings.sets().stream()
                .map(file -> Configs.dataset(file).settings())
                .toList();
        this.sets = descriptions.stream().map(OpenedSet::open).toList();
        this.preprocessing = preprocessing(experiment, descriptions);
        this.isCached = ObjectiveDesign.of(experiment).seesImagesAsEvaluationDoes();
    }

    /** How a model looks at images when nothing is random, as its data sets are described; the images need not be there. */
    public static Preprocessing preprocessing(Experiment experiment) {
        return preprocessing(
                experiment,
                experiment.data().sets().stream()
                        .map(file -> Configs.dataset(file).settings())
                        .toList());
    }

    /** What a model sees of an image. */
    public static ImageSize size(ModelSettings model) {
        return new ImageSize(model.imageSize().rows(), model.imageSize().columns());
    }

    private static Preprocessing preprocessing(Experiment experiment, List<DatasetDescription> descriptions) {
        DataSettings data = experiment.data();
        return new Preprocessing(
                size(experiment.model()), data.mean(), data.std(), data.enlarge(), bands(data, descriptions));
    }

    /** How images are looked at when nothing is random. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** What decides which images are learnt from, as settings by name: a resumed run must find them as they were. */
    public Map<String, String> settings() {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < sets.size(); i++) {
            DatasetDescription set = descriptions.get(i);
            MessageDigest digest = Sha256.begin();
            for (Sample sample : sets.get(i).dataset().samples()) {
                digest.update((sample.key() + '\t' + sample.split() + '\n').getBytes(StandardCharsets.UTF_8));
            }
            String name = "dataset." + set.name() + ".";
            all.put(name + "images", Integer.toString(sets.get(i).dataset().size()));
            all.put(name + "names-and-splits", Sha256.hex(digest).substring(0, 16));
            if (set.kind().isDrawn()) {
                all.put(name + "synthetic", set.synthetic().toString());
            }
        }
        return all;
    }

    /** SHA-256 of the files that are learnt from, byte by byte: names do not tell that pixels changed. They are read once. */
    public String content() {
        if (content == null) {
            MessageDigest digest = Sha256.begin();
            List<Split> learnt = List.of(splits());
            for (int i = 0; i < sets.size(); i++) {
                if (!descriptions.get(i).kind().isDrawn()) {
                    sets.get(i).dataset().samples().stream()
                            .filter(sample -> learnt.contains(sample.split()))
                            .forEach(sample -> addFile(digest, sample.path()));
                }
            }
            content = Sha256.hex(digest);
        }
        return content;
    }

    /** A file that cannot be read counts as none: {@link #guard} lists all of those. */
    private static void addFile(MessageDigest digest, Path file) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException unreadable) {
            digest.update("unreadable".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Refuses images that would spoil a run; throws UserException with what is wrong with them. */
    public void guard(Path memory, Console console) {
        List<DataGuard.Guarded> guarded = IntStream.range(0, sets.size())
                .mapToObj(i -> new DataGuard.Guarded(
                        descriptions.get(i),
                        sets.get(i),
                        preprocessing.reader(sets.get(i).images()),
                        preprocessing.toString()))
                .toList();
        new DataGuard(guarded, Set.of(splits()), settings, memory).require(console);
    }

    private Split[] splits() {
        return settings.trainSplits().stream()
                .map(split -> Split.valueOf(split.name()))
                .toArray(Split[]::new);
    }

    /** The images of the training splits, as their files hold them. */
    public ImageSource learning() {
        return pooled(sets.stream().map(this::learning).toList());
    }

    private ImageSource learning(OpenedSet set) {
        Split[] splits = splits();
        return set.only(
                Arrays.stream(splits).anyMatch(set::has)
                        ? Arrays.stream(splits).filter(set::has).toArray(Split[]::new)
                        : splits);
    }

    /** The images of the training splits as evaluation sees them: those of sets with masks in tiles of the model's size. */
    public ImageSource asEvaluated() {
        return pooled(IntStream.range(0, sets.size())
                .mapToObj(i -> sets.get(i).asEvaluated(descriptions.get(i), learning(sets.get(i)), size))
                .toList());
    }

    /** Batches of the training splits, without end; without pixels where they are cached. */
    public Batches batches() {
        if (isCached) {
            return Batches.ofPlaces(
                    asEvaluated(),
                    preprocessing.transform(),
                    preprocessing.normalization(),
                    settings.batchSize(),
                    seed);
        }
        return cropped();
    }

    /** Batches of random crops of the training splits, without end. */
    public Batches cropped() {
        ImageSource images = new CachedImages(shrunk(learning()), settings.cacheMegabytes() * MEGABYTE);
        double mirror = settings.symmetries() == DataSettings.Symmetries.NONE ? 0 : 0.5;
        double others = settings.symmetries() == DataSettings.Symmetries.ALL ? 0.5 : 0;
        RandomCrop crop = new RandomCrop(
                size,
                settings.cropScale().low(),
                settings.cropScale().high(),
                settings.cropAspect(),
                mirror,
                others,
                others,
                settings.enlarge());
        return Batches.training(images, crop, preprocessing.normalization(), settings.batchSize(), seed);
    }

    /** Images to measure the codec on: of the first split that exists among val, test and train. */
    public ImageSource heldOut() {
        for (Split split : new Split[] {Split.VAL, Split.TEST}) {
            List<OpenedSet> having = sets.stream().filter(set -> set.has(split)).toList();
            if (!having.isEmpty()) {
                return pooled(having.stream().map(set -> set.only(split)).toList());
            }
        }
        return pooled(sets.stream().map(set -> set.only(Split.TRAIN)).toList());
    }

    private ImageSource shrunk(ImageSource images) {
        return settings.shrink()
                .<ImageSource>map(shorter -> new ShrunkImages(images, shorter))
                .orElse(images);
    }

    private static ImageSource pooled(List<ImageSource> parts) {
        return parts.size() == 1 ? parts.get(0) : new PooledImages(parts);
    }

    private static Optional<BandChoice> bands(DataSettings settings, List<DatasetDescription> descriptions) {
        disagreement(descriptions).ifPresent(what -> {
            throw new UserException("data.sets " + what);
        });
        Optional<BandChoice> first = OpenedSet.bands(descriptions.get(0));
        if (first.isPresent()) {
            scaleProblems(settings, descriptions.get(0).name()).forEach((setting, what) -> {
                throw new UserException(setting + " " + what);
            });
        }
        return first;
    }

    /** One codec encodes all images alike, so the sets must agree on what is taken of a file: what is said where they do not. */
    public static Optional<String> disagreement(List<DatasetDescription> descriptions) {
        Optional<BandChoice> first = OpenedSet.bands(descriptions.get(0));
        return descriptions.stream()
                .filter(other -> !OpenedSet.bands(other).equals(first))
                .findFirst()
                .map(other -> "name " + descriptions.get(0).name() + " and " + other.name()
                        + ", which differ in samples, bands or nodata, or in the order of axes, but a codec treats all images alike;"
                        + " make them agree");
    }

    /** What is said, by setting, of settings for 8-bit pictures where a data set gives bands of numbers. */
    public static Map<String, String> scaleProblems(DataSettings settings, String name) {
        Map<String, String> problems = new LinkedHashMap<>();
        if (settings.shrink().isPresent()) {
            problems.put(
                    "data.shrink",
                    "reduces 8-bit pictures, and data set " + name + " gives bands of numbers; set data.shrink = null");
        }
        Normalization imageNet = Normalization.imageNet();
        boolean untouched = IntStream.range(0, settings.mean().size())
                .allMatch(c -> c < imageNet.channels()
                        && settings.mean().get(c).floatValue() == imageNet.mean()[c]
                        && settings.std().get(c).floatValue() == imageNet.std()[c]);
        if (untouched) {
            problems.put(
                    "data.mean",
                    "and data.std are ImageNet's, on the scale 0 to 1, and data set " + name
                            + " gives numbers as they are stored; state those that `nec4j stats` prints for its"
                            + " description");
        }
        return problems;
    }
}
