package org.nec4j.eval;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.data.Sample;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.NpyFile;
import org.nec4j.export.NpyStream;
import org.nec4j.export.Shard;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * The verb {@code embed}: a data set's embeddings as a consumer decodes them, with labels, in one file that other programs read.
 *
 * <pre>
 *   FILE.csv          id, then one column a number named 0, 1, ...: pooled embeddings as NeuCo-Bench reads them
 *   FILE.npy          float32 [images, tokens, dim]; beside it FILE-labels.npy and FILE-index.csv
 *   FILE.safetensors  embeddings [images, tokens, dim], labels [images]; names, classes and splits as metadata
 * </pre>
 */
public final class DatasetExport {
    private static final int BATCH = 32;
    /** What NeuCo-Bench takes for an image (arXiv 2510.17914). */
    private static final int NEUCO_NUMBERS = 1024;

    private final ImageEncoder encoder;
    private final OpenedSet set;
    private final boolean pooled;
    private final Console console;
    private final Optional<SharedEmbedding> shared;

    /**
     * What is to be written.
     *
     * @param codec   a codec file
     * @param point   at which a layered codec encodes
     * @param dataset a data set's description
     * @param output  its ending says the format: csv, npy or safetensors
     * @param pooled  the mean of the patch tokens instead of all tokens; always so in csv
     */
    public record Job(Path codec, CodingPoint point, Path dataset, Path output, boolean pooled) {}

    /**
     * What was written.
     *
     * @param images number of images
     * @param shape  of one image's numbers
     */
    public record Written(int images, String shape) {}

    private DatasetExport(
            ImageEncoder encoder, OpenedSet set, boolean pooled, Console console, Optional<SharedEmbedding> shared) {
        this.encoder = encoder;
        this.set = set;
        this.pooled = pooled;
        this.console = console;
        this.shared = shared;
    }

    /**
     * Codes every image of a data set to real bytes, decodes it, and writes what was decoded.
     *
     * @throws UserException where the ending is another, or codec and data set cannot be used
     */
    public static Written export(Job job, Console console) {
        String ending = ending(job.output());
        OpenedSet set = open(job, console);
        return write(job, ending, encoder(job, set, console), set, Optional.empty(), console);
    }

    /**
     * Codes the images of one of several processes, into an archive beside the output; run again, it goes on.
     *
     * @return how many were coded now
     * @throws UserException as {@link #export}
     */
    public static int code(Job job, Shard shard, Console console) {
        ending(job.output());
        OpenedSet set = open(job, console);
        return SharedEmbedding.code(job.output(), shard, encoder(job, set, console), set, console);
    }

    /**
     * Writes what the processes of {@link #code} have coded: what one process writes, to the byte.
     *
     * @throws UserException as {@link #export}, and where a part or an image is missing
     */
    public static Written join(Job job, Console console) {
        String ending = ending(job.output());
        OpenedSet set = open(job, console);
        ImageEncoder encoder = ImageEncoder.open(job.codec());
        try (SharedEmbedding shared = SharedEmbedding.open(job.output(), encoder.codec(), set)) {
            return write(job, ending, encoder, set, Optional.of(shared), console);
        }
    }

    private static ImageEncoder encoder(Job job, OpenedSet set, Console console) {
        return ImageEncoder.open(job.codec()).at(job.point(), set.images(), console);
    }

    private static OpenedSet open(Job job, Console console) {
        OpenedSet set = OpenedSet.open(Configs.dataset(job.dataset()).settings());
        set.dataset().tellLeftOut(console::say);
        return set;
    }

    private static String ending(Path output) {
        String name = output.getFileName().toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!List.of("csv", "npy", "safetensors").contains(ending)) {
            throw new UserException(output + ": ends in none of .csv, .npy and .safetensors, which say the format");
        }
        return ending;
    }

    private static Written write(
            Job job,
            String ending,
            ImageEncoder encoder,
            OpenedSet set,
            Optional<SharedEmbedding> shared,
            Console console) {
        DatasetExport export = new DatasetExport(encoder, set, job.pooled() || ending.equals("csv"), console, shared);
        switch (ending) {
            case "csv" -> export.csv(job.output());
            case "npy" -> export.npy(job.output());
            default -> export.safetensors(job.output());
        }
        return new Written(
                export.images(),
                export.pooled ? "[" + export.dim() + "]" : "[" + export.tokens() + ", " + export.dim() + "]");
    }

    private void csv(Path output) {
        if (dim() > NEUCO_NUMBERS) {
            throw new UserException(output + ": NeuCo-Bench takes at most " + NEUCO_NUMBERS
                    + " numbers an image, this codec's embeddings have " + dim() + "; write .npy or .safetensors");
        }
        StringBuilder text = new StringBuilder("id");
        for (int d = 0; d < dim(); d++) {
            text.append(',').append(d);
        }
        text.append('\n');
        each((values, index) -> {
            text.append(quoted(withoutEnding(sample(index).key())));
            for (float value : values) {
                text.append(',').append(value);
            }
            text.append('\n');
        });
        AtomicFile.write(output, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void npy(Path output) {
        NpyStream stream = pooled ? new NpyStream(images(), dim()) : new NpyStream(images(), tokens(), dim());
        stream.write(output, this::each);
        String stem = withoutEnding(output.getFileName().toString());
        NpyFile.write(output.resolveSibling(stem + "-labels.npy"), labels());
        StringBuilder index = new StringBuilder("row,id,split,label,class\n");
        for (int i = 0; i < images(); i++) {
            Sample sample = sample(i);
            index.append(i)
                    .append(',')
                    .append(quoted(sample.key()))
                    .append(',')
                    .append(sample.split().word())
                    .append(',')
                    .append(sample.label())
                    .append(',')
                    .append(quoted(className(sample)))
                    .append('\n');
        }
        AtomicFile.write(
                output.resolveSibling(stem + "-index.csv"), index.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void safetensors(Path output) {
        int length = pooled ? dim() : tokens() * dim();
        long all = (long) images() * length;
        if (all > 1 << 29) {
            throw new UserException(output + ": " + images() + " images of " + length
                    + " numbers are too many for this format's writer; write .npy, or pooled vectors");
        }
        float[] numbers = new float[(int) all];
        each((values, index) -> System.arraycopy(values, 0, numbers, index * length, length));
        long[] shape = pooled ? new long[] {images(), dim()} : new long[] {images(), tokens(), dim()};
        new SafeTensorsWriter()
                .floats("embeddings", shape, numbers)
                .ints("labels", new long[] {images()}, labels())
                .metadata("dataset", set.dataset().name())
                .metadata("classes", String.join("\n", set.dataset().classes()))
                .metadata("ids", lines(i -> sample(i).key()))
                .metadata("splits", lines(i -> sample(i).split().word()))
                .metadata("codec", encoder.codec().digest())
                .write(output);
    }

    /** Gives every image's decoded numbers, in order. */
    private void each(NpyStream.Rows rows) {
        if (shared.isPresent()) {
            try (Progress progress = console.progress("decoding", images(), "images")) {
                for (int i = 0; i < images(); i++) {
                    row(rows, shared.get().stream(sample(i).key()), i);
                    progress.at(i + 1);
                }
            }
            return;
        }
        try (Progress progress = console.progress("encoding and decoding", images(), "images")) {
            encoder.embed(
                    set.images(),
                    BATCH,
                    progress,
                    (embedding, index) -> row(rows, encoder.codec().encode(embedding), index));
        }
    }

    private void row(NpyStream.Rows rows, byte[] stream, int index) {
        float[] decoded = encoder.codec().decode(stream).values();
        rows.row(pooled ? pooled(decoded) : decoded, index);
    }

    private float[] pooled(float[] decoded) {
        double[] mean = Pooling.PATCHES.pool(decoded, tokens(), dim());
        float[] numbers = new float[mean.length];
        for (int d = 0; d < mean.length; d++) {
            numbers[d] = (float) mean[d];
        }
        return numbers;
    }

    private int images() {
        return set.dataset().size();
    }

    private int tokens() {
        return encoder.tokens();
    }

    private int dim() {
        return encoder.codec().dim();
    }

    private Sample sample(int index) {
        return set.dataset().samples().get(index);
    }

    private int[] labels() {
        return set.dataset().samples().stream().mapToInt(Sample::label).toArray();
    }

    private String className(Sample sample) {
        return sample.label() == Sample.UNLABELLED
                ? ""
                : set.dataset().classes().get(sample.label());
    }

    private String lines(IntFunction<String> line) {
        return IntStream.range(0, images()).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static String withoutEnding(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    /** As RFC 4180 wants fields with commas, quotes or line ends. */
    private static String quoted(String field) {
        return field.matches("[^,\"\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
