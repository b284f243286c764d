package org.nec4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nec4j.baseline.Baseline;
import org.nec4j.baseline.BinarySigns;
import org.nec4j.baseline.GivenCodec;
import org.nec4j.baseline.LearntVector;
import org.nec4j.baseline.LearntVector.Kind;
import org.nec4j.baseline.ProjectedVector;
import org.nec4j.baseline.SetCoder;
import org.nec4j.config.StudySettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CachedImages;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.ShrunkImages;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Splits;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The systems that need no training run: those on the pretrained encoder's embeddings and those on images. */
final class BaselineTasks {
    private static final int CHUNK = 64;
    private static final long PIXEL_BYTES = 1L << 30; // a split; beyond it images are decoded anew

    private final Pretrained embedder;
    private final SplitImages images;
    private final ImageSize size;
    private final Supplier<Splits> embedded;
    private final Judges judges;
    private final Optional<FineTuneJudge> fineTune;
    private final PointCache cache;
    private final Spent spent;
    private final Console console;

    private record CodedImages(SplitImages decoded, double bytes, long sideBytes) {}

    /**
     * Prepares the tasks of a study.
     *
     * @param size     which images are shrunk to cover before an image codec sees them: that of the model's input
     * @param embedded the pretrained encoder's embeddings, made when first asked for
     * @param fineTune judges systems on images, too
     * @param cache    for what image codecs leave of the images
     */
    BaselineTasks(
            Pretrained embedder,
            SplitImages images,
            ImageSize size,
            Supplier<Splits> embedded,
            Judges judges,
            Optional<FineTuneJudge> fineTune,
            PointCache cache,
            Spent spent,
            Console console) {
        this.embedder = embedder;
        this.images =
                new SplitImages(shrunk(images.train(), size), shrunk(images.val(), size), shrunk(images.test(), size));
        this.size = size;
        this.embedded = embedded;
        this.judges = judges;
        this.fineTune = fineTune;
        this.cache = cache;
        this.spent = spent;
        this.console = console;
    }

    /** Every image codec sees the same pixels, so that they are decoded and shrunk once. */
    private static ImageSource shrunk(ImageSource images, ImageSize size) {
        return new CachedImages(new ShrunkImages(images, size), PIXEL_BYTES);
    }

    List<RatePointTask> tasks(StudySettings.Systems systems) {
        int dim = embedder.dim();
        List<RatePointTask> tasks = new ArrayList<>();
        Baselines.ofTokens(systems, dim, embedder.grid()).forEach(baseline -> tasks.add(tokens(baseline)));
        systems.pooled().forEach(components -> tasks.add(pooled(new ProjectedVector(components), "")));
        if (systems.pooledSigns()) {
            tasks.add(pooled(new BinarySigns(dim), "pooled "));
        }
        systems.sliced().forEach(r -> tasks.add(learnt(new LearntVector(Kind.SLICED, r, systems.learntBits()))));
        systems.lowRank().forEach(r -> tasks.add(learnt(new LearntVector(Kind.LOW_RANK, r, systems.learntBits()))));
        systems.pruned().forEach(r -> tasks.add(learnt(new LearntVector(Kind.PRUNED, r, systems.learntBits()))));
        Baselines.ofPictures(systems, embedder.normalization()).forEach(baseline -> tasks.addAll(pixels(baseline)));
        return tasks;
    }

    private RatePointTask tokens(Baseline<float[]> baseline) {
        return task(
                baseline.system(),
                baseline.setting(),
                () -> coded(baseline.fit(embedded.get().train().values()), embedded.get()));
    }

    /** A distilled codec at its rate points, whose encoder is its own. */
    List<RatePointTask> distilled(DistilledPoints codec) {
        return codec.points().stream()
                .map(point -> task(point.system(), point.setting(), codec.identity() + ' ' + point.setting(), () -> {
                    GivenCodec given = codec.codec(point);
                    return coded(given.fit(List.of()), codec.embedded());
                }))
                .toList();
    }

    private RatePointTask pooled(Baseline<float[]> baseline, String prefix) {
        return task(prefix + baseline.system(), baseline.setting(), () -> {
            Splits vectors = embedded.get().map(Pooling.PATCHES::poolToVectors);
            return coded(baseline.fit(vectors.train().values()), vectors);
        });
    }

    private RatePointTask learnt(LearntVector learnt) {
        return task(learnt.system(), learnt.setting(), () -> {
            Splits vectors = embedded.get().map(Pooling.PATCHES::poolToVectors);
            Embeddings train = vectors.train();
            return coded(
                    spent.on("learning maps", () -> learnt.fit(train.values(), train.labels(), vectors.classes())),
                    vectors);
        });
    }

    /** The task for the frozen encoder, and the one that trains it, where it is wanted. */
    private List<RatePointTask> pixels(Baseline<ByteImage> baseline) {
        String system = baseline.system();
        String setting = baseline.setting();
        String identity = identity(system, setting);
        SoftMemo<CodedImages> left = new SoftMemo<>(() -> coded(baseline));
        List<RatePointTask> tasks = new ArrayList<>();
        tasks.add(task(system, setting, () -> cache.get(identity, () -> embedded(left.get(), system))));
        fineTune.ifPresent(
                judge -> tasks.add(new RatePointTask(system, setting, identity + ' ' + judge.identity(), () -> {
                    CodedImages coded = left.get();
                    OperatingPoint point =
                            new OperatingPoint(system, setting, coded.bytes(), coded.sideBytes(), Map.of());
                    return List.of(spent.on("fine-tuning", () -> judge.measure(point, coded.decoded())));
                })));
        return tasks;
    }

    private RatePointTask task(String system, String setting, Supplier<CodedPoint> code) {
        return task(system, setting, identity(system, setting), code);
    }

    private RatePointTask task(String system, String setting, String what, Supplier<CodedPoint> code) {
        String identity = what + ' ' + judges.identity();
        return new RatePointTask(system, setting, identity, () -> {
            CodedPoint coded = code.get();
            Decoded decoded = new Decoded(coded.decoded(), embedder.decoderLayer(), console, spent);
            return judges.judge(coded.of(system, setting), decoded);
        });
    }

    private String identity(String system, String setting) {
        return system + ' ' + setting + " side " + size;
    }

    private CodedPoint coded(SetCoder<float[]> coder, Splits source) {
        return spent.on("coding embeddings", () -> {
            SetCoder.Coded<float[]> test = coder.code(source.test().values());
            Splits decoded = new Splits(
                    decoded(source.train(), coder.code(source.train().values()).decoded()),
                    decoded(source.val(), coder.code(source.val().values()).decoded()),
                    decoded(source.test(), test.decoded()));
            Map<String, Double> error = source.test().tokens() > 1
                    ? SquaredError.metric(embedded.get().test(), decoded.test(), 1)
                    : Map.of();
            return new CodedPoint(decoded, test.meanBytes(), coder.sideBytes(), error);
        });
    }

    /** A vector may come back with fewer numbers than it had. */
    private static Embeddings decoded(Embeddings source, List<float[]> values) {
        int dim = source.tokens() == 1 ? values.get(0).length : source.dim();
        return new Embeddings(source.tokens(), dim, values, source.labels());
    }

    private CodedImages coded(Baseline<ByteImage> baseline) {
        SetCoder<ByteImage> coder = baseline.fit(List.of(images.train().picture(0)));
        double[] bytes = new double[1];
        SplitImages decoded = spent.on("coding images", () -> {
            try (Progress progress = console.progress("coding " + baseline.system(), images.count(), "images")) {
                int[] done = {0};
                ImageSource train = coded(images.train(), coder, progress, done, bytes);
                ImageSource val = coded(images.val(), coder, progress, done, bytes);
                return new SplitImages(train, val, coded(images.test(), coder, progress, done, bytes));
            }
        });
        return new CodedImages(decoded, bytes[0], coder.sideBytes());
    }

    private CodedPoint embedded(CodedImages coded, String system) {
        Splits splits = spent.on("embedding", () -> {
            try (Progress progress =
                    console.progress("embedding " + system, coded.decoded().count(), "images")) {
                return embedder.embed(coded.decoded(), progress);
            }
        });
        return new CodedPoint(splits, coded.bytes(), coded.sideBytes(), Map.of());
    }

    /** The images after the coder; leaves their mean bytes. */
    private static ImageSource coded(
            ImageSource source, SetCoder<ByteImage> coder, Progress progress, int[] done, double[] meanBytes) {
        List<ByteImage> decoded = new ArrayList<>();
        double bytes = 0;
        for (int from = 0; from < source.size(); from += CHUNK) {
            List<ByteImage> chunk = IntStream.range(from, Math.min(from + CHUNK, source.size()))
                    .parallel()
                    .mapToObj(source::picture)
                    .toList();
            SetCoder.Coded<ByteImage> coded = coder.code(chunk);
            decoded.addAll(coded.decoded());
            bytes += Arrays.stream(coded.bytes()).sum();
            done[0] += chunk.size();
            progress.at(done[0]);
        }
        meanBytes[0] = bytes / source.size();
        return new DecodedImages(source, decoded);
    }
}
