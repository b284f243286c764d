package org.nec4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nec4j.baseline.Baseline;
import org.nec4j.baseline.BinarySigns;
import org.nec4j.baseline.FloatZstd;
import org.nec4j.baseline.ImageCodec;
import org.nec4j.baseline.ProductQuantised;
import org.nec4j.baseline.ProjectedVector;
import org.nec4j.baseline.RawZstd;
import org.nec4j.baseline.SetCoder;
import org.nec4j.baseline.TransformQuantised;
import org.nec4j.baseline.TransformQuantised.Transform;
import org.nec4j.baseline.UniformQuantised;
import org.nec4j.config.StudySettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSource;
import org.nec4j.data.ShrunkImages;
import org.nec4j.eval.Pooling;
import org.nec4j.eval.Splits;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;

/** The systems that need no training run: those on the pretrained encoder's embeddings and those on images. */
final class BaselineTasks {
    private static final int PAPER_BATCH = 32; // of the reference's classification evaluation
    private static final long PRODUCT_SEED = 0;

    private final Embedder embedder;
    private final SplitImages images;
    private final int side;
    private final Supplier<Splits> embedded;
    private final Judges judges;
    private final Console console;

    /**
     * Prepares the tasks of a study.
     *
     * @param side     to which images are shrunk before an image codec sees them: the model's input
     * @param embedded the pretrained encoder's embeddings, made when first asked for
     */
    BaselineTasks(
            Embedder embedder,
            SplitImages images,
            int side,
            Supplier<Splits> embedded,
            Judges judges,
            Console console) {
        this.embedder = embedder;
        this.images = new SplitImages(
                new ShrunkImages(images.train(), side),
                new ShrunkImages(images.val(), side),
                new ShrunkImages(images.test(), side));
        this.side = side;
        this.embedded = embedded;
        this.judges = judges;
        this.console = console;
    }

    List<RatePointTask> tasks(StudySettings.Systems systems) {
        int dim = embedder.dim();
        List<RatePointTask> tasks = new ArrayList<>();
        systems.floatBits().forEach(bits -> tasks.add(tokens(new FloatZstd(bits))));
        systems.uniformBits().forEach(bits -> tasks.add(tokens(new UniformQuantised(bits, 0))));
        systems.batchBits().forEach(bits -> tasks.add(tokens(new UniformQuantised(bits, PAPER_BATCH))));
        systems.channels().forEach(step -> tasks.add(tokens(new TransformQuantised(Transform.CHANNELS, dim, step))));
        systems.klt().forEach(step -> tasks.add(tokens(new TransformQuantised(Transform.KLT, dim, step))));
        systems.kltCosine().forEach(step -> tasks.add(tokens(new TransformQuantised(Transform.KLT_COSINE, dim, step))));
        systems.product().forEach(parts -> tasks.add(tokens(new ProductQuantised(dim, parts, PRODUCT_SEED))));
        if (systems.signs()) {
            tasks.add(tokens(new BinarySigns(dim)));
        }
        systems.pooled().forEach(components -> tasks.add(pooled(new ProjectedVector(components), "")));
        if (systems.pooledSigns()) {
            tasks.add(pooled(new BinarySigns(dim), "pooled "));
        }
        if (systems.raw()) {
            tasks.add(pixels(new RawZstd()));
        }
        if (systems.png()) {
            tasks.add(pixels(ImageCodec.png()));
        }
        systems.jpeg().forEach(bytes -> tasks.add(pixels(ImageCodec.jpeg(bytes))));
        systems.jpeg2000().forEach(bytes -> tasks.add(pixels(ImageCodec.jpeg2000(bytes))));
        return tasks;
    }

    private RatePointTask tokens(Baseline<float[]> baseline) {
        return task(baseline, "", () -> overEmbeddings(baseline, "", embedded.get()));
    }

    private RatePointTask pooled(Baseline<float[]> baseline, String prefix) {
        return task(
                baseline,
                prefix,
                () -> overEmbeddings(baseline, prefix, embedded.get().map(Pooling.PATCHES::poolToVectors)));
    }

    private RatePointTask pixels(Baseline<ByteImage> baseline) {
        return task(baseline, "", () -> overImages(baseline));
    }

    private RatePointTask task(Baseline<?> baseline, String prefix, Supplier<List<Measurement>> measure) {
        String system = prefix + baseline.system();
        return new RatePointTask(
                system, baseline.setting(), system + ' ' + baseline.setting() + " side " + side, measure);
    }

    private List<Measurement> overEmbeddings(Baseline<float[]> baseline, String prefix, Splits source) {
        SetCoder<float[]> coder = baseline.fit(source.train().values());
        SetCoder.Coded<float[]> test = coder.code(source.test().values());
        Splits decoded = new Splits(
                source.train().withValues(coder.code(source.train().values()).decoded()),
                source.val().withValues(coder.code(source.val().values()).decoded()),
                source.test().withValues(test.decoded()));
        return judges.judge(
                prefix + baseline.system(), baseline.setting(), decoded, test.meanBytes(), coder.sideBytes(), Map.of());
    }

    private List<Measurement> overImages(Baseline<ByteImage> baseline) {
        SetCoder<ByteImage> coder = baseline.fit(List.of(images.train().picture(0)));
        SetCoder.Coded<ByteImage> test = coder.code(pixels(images.test()));
        SplitImages decoded = new SplitImages(
                decoded(images.train(), coder.code(pixels(images.train())).decoded()),
                decoded(images.val(), coder.code(pixels(images.val())).decoded()),
                decoded(images.test(), test.decoded()));
        try (Progress progress = console.progress("embedding " + baseline.system(), decoded.count(), "images")) {
            return judges.judge(
                    baseline.system(),
                    baseline.setting(),
                    embedder.embed(decoded, progress),
                    test.meanBytes(),
                    coder.sideBytes(),
                    Map.of());
        }
    }

    private static List<ByteImage> pixels(ImageSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::picture).toList();
    }

    private static ImageSource decoded(ImageSource source, List<ByteImage> pixels) {
        return new DecodedImages(source, pixels);
    }

    private record DecodedImages(ImageSource source, List<ByteImage> pixels) implements ImageSource {
        @Override
        public int size() {
            return pixels.size();
        }

        @Override
        public ByteImage image(int index) {
            return pixels.get(index);
        }

        @Override
        public int label(int index) {
            return source.label(index);
        }

        @Override
        public String name(int index) {
            return source.name(index);
        }
    }
}
