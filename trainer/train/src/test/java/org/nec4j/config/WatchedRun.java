package org.nec4j.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.convert.Fitting;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.train.Trainer;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** A run of a very small model, or the closed-form codec on it, and what can be seen of either from outside. */
final class WatchedRun {
    private static final String SETTINGS = """
            experiment { name = tiny, seed = 5, runs = runs }
            presets { two.decoder-heads = 2, four.decoder-heads = 4 }
            model {
              preset = two, image-size = 16, patch-size = 4, dim = 8, depth = 2, heads = 2
              decoder-dim = 8, decoder-depth = 1
            }
            data { sets = [scenes.conf], batch-size = 6 }
            training {
              length = 2 steps
              parameters = [
                { pattern = "*pos_embed", train = false }
                { pattern = "blocks.0.*", train = false }
                { pattern = "*", train = true }
              ]
              validation.images = 4
              log-every = 1
            }
            """;
    private static final int LEARNT = 12;
    private static final int SIDE = 40;

    private final Path folder;
    private final Map<Watched, String> seen = new EnumMap<>(Watched.class);
    private final AtomicInteger batches = new AtomicInteger();
    private final TreeSet<String> threads = new TreeSet<>();
    private int steps;

    private WatchedRun(Path folder) {
        this.folder = folder;
    }

    /** What is seen of a run with these settings on top of the ones here. */
    static Map<Watched, String> of(Path folder, String settings, boolean fits) throws IOException {
        WatchedRun run = new WatchedRun(folder);
        Path config = Files.writeString(folder.resolve("run.conf"), SETTINGS + settings);
        Path away = folder.resolve("files/away");
        try {
            if (fits) {
                run.fit(config);
            } else {
                run.train(config);
            }
        } catch (UserException e) {
            run.seen.put(Watched.REFUSAL, e.getMessage().replaceAll("-[0-9]{8}-[0-9]{6}(-[0-9]+)?", ""));
        } finally {
            if (Files.exists(away)) {
                Files.move(away, folder.resolve("files/learnt"));
            }
        }
        return run.seen;
    }

    private void train(Path config) throws IOException {
        Trainer.Result result =
                Trainer.train(Configs.experiment(config, List.of()), Console.silent(), (BooleanSupplier) this::look);
        Path run = result.folder().path();
        seen.put(Watched.FOLDER, run.toString().replaceAll("-[0-9]{8}-[0-9]{6}(-[0-9]+)?$", ""));
        seen.put(Watched.START, tensors(run.resolve("start.safetensors")));
        seen.put(Watched.TRAINED, tensors(result.folder().trained().all()));
        List<String> logged = Files.readAllLines(run.resolve("metrics.csv"));
        seen.put(Watched.MEASURED, logged.toString());
        seen.put(
                Watched.LOGGED,
                logged.stream().map(line -> line.split(",")[0]).toList().toString());
        seen.put(Watched.HELD_OUT, Files.readString(run.resolve("validation.csv")));
        try (Stream<Path> states = Files.list(run.resolve("checkpoints"))) {
            seen.put(
                    Watched.STATES,
                    states.map(Path::getFileName).sorted().toList().toString());
        }
        String last = Files.readString(run.resolve("checkpoints/last")).strip();
        try (SafeTensors state = SafeTensors.open(run.resolve("checkpoints").resolve(last))) {
            seen.put(Watched.BEST, found("\"best[^\\]]*", state.metadata().get("memory")));
        }
        seen.put(Watched.EVENTS, Long.toString(Files.size(run.resolve("events.out.tfevents.nec4j"))));
        seen.put(Watched.PAGE_TITLE, found("<h1>.*</h1>", Files.readString(run.resolve("report.html"))));
        seen.put(Watched.THREADS, Integer.toString(threads.size()));
    }

    private void fit(Path config) {
        Path codec = folder.resolve("fitted.nec");
        Fitting.fit(Configs.experiment(config, List.of()).settings(), codec, new Counting());
        seen.put(Watched.FITTED_CODEC, tensors(codec));
        seen.put(Watched.BATCHES_EMBEDDED, batches.toString());
    }

    /** Asked after every step; once every image was seen, those of {@code files.conf} are gone. */
    private boolean look() {
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("prefetch-"))
                .forEach(threads::add);
        Path learnt = folder.resolve("files/learnt");
        if (++steps == 3 && Files.exists(learnt)) {
            try {
                Files.move(learnt, folder.resolve("files/away"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }

    private final class Counting implements Console {
        @Override
        public void say(String line) {}

        @Override
        public Progress progress(String task, long total, String unit) {
            return new Progress() {
                @Override
                public void at(double done, String detail) {
                    batches.incrementAndGet();
                }

                @Override
                public void close() {}
            };
        }
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "none";
    }

    private static String tensors(Path file) {
        try (SafeTensors tensors = SafeTensors.open(file)) {
            StringBuilder all = new StringBuilder();
            tensors.names().stream().sorted().forEach(name -> all.append(name)
                    .append(Arrays.toString(tensors.shape(name)))
                    .append(Arrays.hashCode(tensors.bytes(name)))
                    .append('\n'));
            return all.toString();
        }
    }

    private static String tensors(Map<String, float[]> tensors) {
        StringBuilder all = new StringBuilder();
        tensors.forEach((name, values) ->
                all.append(name).append(Arrays.hashCode(values)).append('\n'));
        return all.toString();
    }

    /** Data sets of every kind that a setting needs to have an effect, and weights. */
    static void inputs(Path folder) throws IOException {
        for (Map.Entry<String, Integer> set : Map.of("scenes", 1, "others", 2).entrySet()) {
            Files.writeString(
                    folder.resolve(set.getKey() + ".conf"), """
                    name = %s
                    kind = synthetic
                    synthetic { images = 20, side = %d, seed = %d }
                    split { train = 0.6, val = 0.2, test = 0.2 }
                    """.formatted(set.getKey(), SIDE, set.getValue()));
        }
        set(folder, "files", "");
        set(folder, "broken", "learnt/broken.png,one,train\n");
        Path broken = folder.resolve("broken/learnt/broken.png");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(folder.resolve("broken/learnt/0.png")), 100));
        set(folder, "copies", "kept/copy.png,one,test\n");
        Files.copy(folder.resolve("copies/learnt/0.png"), folder.resolve("copies/kept/copy.png"));
        bands(folder);
        VitShape three = new VitShape(16, 4, 3, 8, 2, 2, 8, 1, 2, 4, 1e-6);
        Tensors start = RandomStart.of(three, 99);
        SafeTensorsWriter writer = new SafeTensorsWriter();
        three.tensors().forEach((name, sizes) -> writer.floats(name, sizes, start.floats(name)));
        writer.write(folder.resolve("three.safetensors"));
    }

    private static void set(Path folder, String name, String more) throws IOException {
        Path own = folder.resolve(name);
        StringBuilder index = new StringBuilder("path,label,split\n");
        Random random = new Random(7);
        for (int i = 0; i < LEARNT + 4; i++) {
            byte[] samples = new byte[SIDE * SIDE * 3];
            random.nextBytes(samples);
            String file = (i < LEARNT ? "learnt/" : "kept/") + i + ".png";
            PngWriter.write(own.resolve(file), new ByteImage(SIDE, SIDE, 3, samples));
            index.append(file).append(i < LEARNT ? ",one,train\n" : ",one,test\n");
        }
        Files.writeString(own.resolve("index.csv"), index + more);
        Files.writeString(folder.resolve(name + ".conf"), "name = " + name + "\nfolders = [" + name + "]\n");
    }

    private static void bands(Path folder) throws IOException {
        Path own = Files.createDirectories(folder.resolve("bands"));
        StringBuilder index = new StringBuilder("path,label,split\n");
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, %d, %d), }".formatted(SIDE, SIDE);
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        Random random = new Random(3);
        for (int i = 0; i < LEARNT; i++) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(128 + 2 * SIDE * SIDE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) padded.length());
            bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                bytes.putFloat(200 * random.nextFloat());
            }
            Files.write(own.resolve(i + ".npy"), bytes.array());
            index.append(i)
                    .append(".npy,one,")
                    .append(i < LEARNT - 4 ? "train" : "test")
                    .append('\n');
        }
        Files.writeString(own.resolve("index.csv"), index);
        Files.writeString(
                folder.resolve("bands.conf"), "name = bands\nfolders = [bands]\nsamples = bands\norder = chw\n");
    }
}
