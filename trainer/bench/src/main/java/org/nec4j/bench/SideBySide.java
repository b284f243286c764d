package org.nec4j.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.entropy.Bottleneck;
import org.nec4j.kernel.LinearKernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;

/**
 * Times one case against PyTorch, in turns, and prints one row: {@code SideBySide CASE [ROUNDS]}. The environment variable
 * NEC4J_PYTHON names the Python that has torch (python3 unless set); without one only our times are printed.
 */
final class SideBySide {
    /** A turn lasts about so long on either side. */
    private static final double TURN_MILLIS = 2000;

    private static final double SAMPLED_MILLIS = 10_000;
    private static final long WARM_NANOS = 15_000_000_000L;

    private final TimedKernels kernels = new TimedKernels(Backend.kernels());
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Runnable step;

    private SideBySide(Case what) {
        LayerContext context = what.isBfloat16()
                ? LayerContext.of(
                        kernels.kernels(),
                        kernels.around(
                                LinearKernels.class, FrozenProducts.bfloat16().linear()))
                : LayerContext.of(kernels.kernels());
        Tensors tensors = randomTensors(what);
        if (what.trains == Case.Trains.NOTHING) {
            Encoder encoder = new Encoder(what.shape, tensors, context);
            INDArray images =
                    Nd4j.randn(DataType.FLOAT, what.batch, 3, what.shape.imageRows(), what.shape.imageColumns());
            step = () -> encoder.embed(images);
        } else {
            boolean everything = what.trains == Case.Trains.EVERYTHING;
            step = new BenchedStep(what.shape, what.batch, everything, tensors, context)::run;
        }
    }

    public static void main(String[] args) throws IOException {
        Case what = Case.of(args[0]);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int threads = Backend.threads();
        SideBySide ours = new SideBySide(what);
        System.err.println(Backend.sentence());
        String python = System.getenv().getOrDefault("NEC4J_PYTHON", "python3");
        try (Peer peer = Peer.start(python, Path.of(System.getProperty("nec4j.peer")), what, threads)
                .orElse(null)) {
            ours.compare(what, rounds, Optional.ofNullable(peer));
        }
    }

    private void compare(Case what, int rounds, Optional<Peer> peer) throws IOException {
        // HotSpot compiles for some seconds; a training run is longer than that by far.
        Timings warm = run(3);
        for (long end = System.nanoTime() + WARM_NANOS; System.nanoTime() < end; ) {
            warm = run(3);
        }
        int steps = (int) Math.max(1, Math.min(50, TURN_MILLIS / warm.wall()));
        if (peer.isPresent()) {
            peer.get().run(2);
        }
        Timings ours = new Timings();
        Timings theirs = new Timings();
        double outside = 0;
        double total = 0;
        for (int round = 0; round < rounds; round++) {
            long inKernels = kernels.nanos();
            long begin = System.nanoTime();
            ours.addAll(run(steps));
            long elapsed = System.nanoTime() - begin;
            total += elapsed;
            outside += elapsed - (kernels.nanos() - inKernels);
            if (peer.isPresent()) {
                theirs.addAll(peer.get().run(steps));
            }
        }
        double peak = peakBytes() / 1e9;
        double graph = GraphShare.of(() -> run((int) Math.max(1, SAMPLED_MILLIS / ours.wall())));
        System.out.printf(
                Locale.ROOT,
                "%-16s | ours %8.1f ms, processor %8.1f ms, %4.1f %% outside the block kernels, %4.1f %% DL4J's own, peak %5.2f GB",
                what.label(),
                ours.wall(),
                ours.processor(),
                100 * outside / total,
                100 * graph,
                peak);
        if (peer.isPresent()) {
            System.out.printf(
                    Locale.ROOT,
                    " | %s %8.1f ms, processor %8.1f ms, peak %5.2f GB | ratio %.2f, processor %.2f",
                    peer.get().version(),
                    theirs.wall(),
                    theirs.processor(),
                    peer.get().peakBytes() / 1e9,
                    ours.wall() / theirs.wall(),
                    ours.processor() / theirs.processor());
        }
        System.out.println();
    }

    private Timings run(int steps) {
        Timings times = new Timings();
        for (int i = 0; i < steps; i++) {
            long busy = system.getProcessCpuTime();
            long begin = System.nanoTime();
            step.run();
            times.add((System.nanoTime() - begin) / 1e6, (system.getProcessCpuTime() - busy) / 1e6);
        }
        return times;
    }

    private static long peakBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static Tensors randomTensors(Case what) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, float[]> tensors = new HashMap<>();
        what.shape.tensors().forEach((name, shape) -> {
            boolean gain = name.contains("norm") && name.endsWith("weight");
            tensors.put(name, normal(random, shape, gain ? 1 : 0, gain ? 0 : 0.02));
        });
        new Bottleneck("bottleneck", what.shape.dim(), org.nec4j.entropy.DensitySettings.compressAi())
                .parameters()
                .forEach(p -> tensors.put(p.name(), normal(random, p.shape(), 0, 0.3)));
        return new Tensors(tensors);
    }

    private static float[] normal(SplittableRandom random, long[] shape, double mean, double deviation) {
        long length = 1;
        for (long side : shape) {
            length *= side;
        }
        float[] values = new float[Math.toIntExact(length)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return values;
    }
}
