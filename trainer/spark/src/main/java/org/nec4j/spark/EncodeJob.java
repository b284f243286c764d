package org.nec4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.export.Shard;
import org.nec4j.progress.Console;

/**
 * The verb {@code encode}: images to the parts of an archive, one a task, the parts that {@code nec4j encode --shard} writes. What is there
 * is not made again, so a job whose driver died is run again and goes on; {@code nec4j archive merge} joins the parts.
 */
final class EncodeJob {
    /** A part should be worth minutes of a core: a virtual machine has computed for 7 seconds before its first image. */
    private static final int IMAGES_A_PART = 1000;

    private static final int MOST_PARTS = 999_999;

    private final JavaSparkContext spark;
    private final ShippedCodec codec;
    private final PartForm form;
    private final Path whole;
    private final int count;
    private final Console console;

    private EncodeJob(
            JavaSparkContext spark, ShippedCodec codec, PartForm form, Path whole, int count, Console console) {
        this.spark = spark;
        this.codec = codec;
        this.form = form;
        this.whole = whole;
        this.count = count;
        this.console = console;
    }

    /**
     * What was written.
     *
     * @param parts  of the job
     * @param before of them, those that were there
     * @param images that were encoded now
     * @param bytes  of their streams
     */
    record Done(int parts, int before, long images, long bytes) {}

    /**
     * Encodes what is not there yet.
     *
     * @param output an archive's or a table's name, {@code *.nema} or {@code *.parquet}, on a file system that all machines mount
     * @param pooled whether tables have pooled vectors
     * @param shards parts to write; where nothing is said as many as there are already, else one for a thousand images
     * @throws UserException for whatever keeps images from being encoded; parts that are whole stay
     */
    static Done run(
            JavaSparkContext spark,
            Path codecFile,
            Images images,
            Path output,
            boolean pooled,
            OptionalInt shards,
            Console console) {
        Path whole = output.toAbsolutePath();
        PartForm form = PartForm.of(whole, pooled, images instanceof Images.InFiles files && files.withPlaces());
        Codec codec = Codec.open(codecFile);
        int count = count(whole, shards, images.count());
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (form.isMissing(new Part(whole.toString(), i, count).path(), codec)) {
                missing.add(i);
            }
        }
        console.say(images.count() + " images, " + count + (count == 1 ? " part, " : " parts, ")
                + (count - missing.size()) + " done before, " + missing.size() + " to do");
        ShippedCodec shipped = ShippedCodec.ship(spark, codecFile);
        EncodeJob job = new EncodeJob(spark, shipped, form, whole, count, console);
        List<Answer<Part.Written>> answers = missing.isEmpty() ? List.of() : job.encode(images, missing);
        job.removeUnfinished();
        List<Part.Written> written = Answer.values(answers);
        return new Done(
                count,
                count - missing.size(),
                written.stream().mapToLong(Part.Written::images).sum(),
                written.stream().mapToLong(Part.Written::bytes).sum());
    }

    /** How many parts there are to be; throws UserException where those that are there say otherwise. */
    private static int count(Path whole, OptionalInt asked, long images) {
        SortedSet<Integer> there = Shard.counts(whole);
        asked.ifPresent(count -> {
            if (count < 1 || count > MOST_PARTS) {
                throw new UserException("--shards is " + count + ", where 1 to " + MOST_PARTS + " is expected.");
            }
        });
        if (there.size() > 1 || asked.isPresent() && there.stream().anyMatch(n -> n != asked.getAsInt())) {
            throw new UserException(whole + ": has parts of another job beside it, of "
                    + there.stream().map(String::valueOf).collect(Collectors.joining(" and of "))
                    + " shards; move those aside that do not belong, or go on with them by --shards " + there.first()
                    + ".");
        }
        int wanted = (int) Math.min(MOST_PARTS, (images + IMAGES_A_PART - 1) / IMAGES_A_PART);
        return asked.orElseGet(() -> there.isEmpty() ? Math.max(1, wanted) : there.first());
    }

    private List<Answer<Part.Written>> encode(Images images, List<Integer> missing) {
        JavaRDD<Answer<Part.Written>> tasks = images instanceof Images.InRows rows
                ? new EncodedRows(codec, form, whole.toString(), count, missing).tasks(rows.content())
                : inFiles((Images.InFiles) images, missing);
        return Tasks.collect(spark, tasks, "encoding", "parts", console);
    }

    private JavaRDD<Answer<Part.Written>> inFiles(Images.InFiles files, List<Integer> missing) {
        Map<Integer, FilePart> parts = new LinkedHashMap<>();
        missing.forEach(i -> parts.put(
                i,
                new FilePart(new Part(whole.toString(), i, count), codec, form, new ArrayList<>(), new ArrayList<>())));
        files.paths().forEach((key, path) -> {
            FilePart part = parts.get(Shard.indexOf(key, count));
            if (part != null) {
                part.keys().add(key);
                part.paths().add(path);
            }
        });
        return spark.parallelize(List.copyOf(parts.values()), parts.size()).map(FilePart::encode);
    }

    /** Once no task runs any more, what attempts that died have left. */
    private void removeUnfinished() {
        Path folder = Part.unfinished(whole);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            console.say(folder + ": cannot be removed (" + AtomicFile.reason(e) + "); nothing in it is needed.");
        }
    }
}
