package org.nec4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.nec4j.GeoTiffs;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;

/** A folder like a checkout, with the project's own experiments and data sets under their names, all of them made small. */
final class ExampleWorld {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).toAbsolutePath().normalize();

    private static final String SMALL_MODEL = """

        model {
          preset = custom, checkpoint = null
          image-size = 32, patch-size = 8
          dim = 16, depth = 2, heads = 2
          decoder-dim = 16, decoder-depth = 1, decoder-heads = 2
        }
        """;

    /** Stands behind what an experiment states, and so wins. */
    private static final String SMALL_EXPERIMENT = SMALL_MODEL + """
        data.batch-size = 32
        training {
          length = 5 epochs
          schedule.warmup = 0 steps
          checkpoint-every = 5 epochs
          accumulate = 1
          trainable-share = [0, 1]
        }
        """;

    private static final String SMALL_SWEEP = """
        sweep.grid { objective.lambda = [1e4, 1e5], experiment.seed = [0] }
        """;

    /** So few steps end before those that round do. */
    private static final String PRICED_AT_ONCE = "entropy.transform.priced-after = 0\n";

    /** In place of a study's systems, and all that follows them. */
    private static final String SMALL_STUDY = """
        seeds = [0]
        systems {
          nec = [{ system = NEC, setting = small, config = ../../configs/rsscn7.conf, settings = ["objective.lambda=1e3"] }]
          uniform-bits = [8]
        }
        """;

    private ExampleWorld() {}

    static void write(Path world) throws IOException {
        for (Path file : files("configs")) {
            boolean isPart = file.startsWith("configs/base");
            boolean isSweep = file.endsWith("quickstart-sweep.conf");
            boolean isPriced = file.endsWith("nect.conf");
            String behind = SMALL_EXPERIMENT + (isSweep ? SMALL_SWEEP : "") + (isPriced ? PRICED_AT_ONCE : "");
            copy(world, file, isPart ? "" : behind);
        }
        Files.writeString(world.resolve("configs/base/aerial-tiny.conf"), SMALL_MODEL);
        int seed = 0;
        for (Path file : files("datasets")) {
            String name = file.getFileName().toString().replace(".conf", "");
            Files.createDirectories(world.resolve("datasets"));
            // Images that two data sets share would be refused.
            Files.writeString(
                    world.resolve(file),
                    "name = " + name + ", kind = synthetic, synthetic { images = 60, side = 32, seed = " + seed++
                            + " }");
        }
        for (Path file : files("checkpoints")) {
            copy(world, file, "");
        }
        Path study = world.resolve("experiments/rsscn7-first/study.conf");
        copy(world, world.relativize(study), "");
        String head = Files.readString(study).split("\nsystems \\{")[0];
        Files.writeString(study, head + "\n" + SMALL_STUDY);
        picture(world.resolve("image.jpg"), "jpg");
        byte[] scene = new byte[70 * 70 * 3];
        new Random(1).nextBytes(scene);
        GeoTiffs.of(70, 70, scene)
                .at(440280, 3159720, 30)
                .epsg(32614, true)
                .acquired("2024-06-01 12:00:00")
                .write(world.resolve("scene.tif"));
        fields(world);
        Files.writeString(world.resolve("sensing.conf"), """
                experiment.name = sensing, experiment.runs = experiments/runs, objective.kind = compressed-learning
                data { set = datasets/synthetic.conf, side = 16 }
                training { clean-steps = 2, steps = 2, batch-size = 8, width = 2 }
                """);
        Files.writeString(world.resolve("reid.conf"), """
                experiment.name = reid, experiment.runs = experiments/runs, objective.kind = reid
                encoder.experiment = configs/quickstart.conf
                data {
                  train = [{ set = datasets/synthetic.conf, splits = [train], most = 12 }]
                  test = [{ set = datasets/synthetic.conf, splits = [test], most = 6 }]
                  views = 2
                }
                code { width = 8, bits = 4 }
                training { steps = 2, quantized-steps = 2, identities = 4 }
                """);
        for (String name : List.of("beach/a001.jpg", "beach/a002.jpg", "forest/a001.jpg")) {
            picture(world.resolve("images").resolve(name), "jpg");
        }
    }

    /** A field of waves, and an experiment on it. */
    static void fields(Path world) throws IOException {
        Files.writeString(world.resolve("fields.conf"), """
                experiment.name = fields, experiment.runs = experiments/runs, objective.kind = vq-grid
                data { files = [fields.nc], variables = [wave], train = [0, 4] }
                model { pre = 2, width = 4, dim = 6, codes = 7 }
                training { steps = 4, batch-size = 2, window = 32 }
                """);
        List<NetcdfDimension> dimensions = List.of(
                new NetcdfDimension("time", 6, true),
                new NetcdfDimension("lat", 36, false),
                new NetcdfDimension("lon", 40, false));
        NetcdfVariable wave = new NetcdfVariable("wave", NetcdfType.FLOAT, List.of(0, 1, 2), List.of());
        double[] values = new double[6 * 36 * 40];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i % 40 / 5.0) + Math.cos(i / 400.0);
        }
        NetcdfWriter.write(
                world.resolve("fields.nc"),
                new NetcdfHeader(1, dimensions, List.of(), List.of(wave)),
                variable -> variable.type().bytes(values));
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path world, Path file, String behind) throws IOException {
        Path target = world.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(ROOT.resolve(file)) + behind);
    }

    /** Coarse noise. */
    private static void picture(Path file, String format) throws IOException {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(file.toString().hashCode());
        int colour = 0;
        for (int i = 0; i < 40 * 40; i++) {
            colour = i % 8 == 0 ? random.nextInt(1 << 24) : colour;
            image.setRGB(i % 40, i / 40, colour);
        }
        Files.createDirectories(file.getParent());
        if (!ImageIO.write(image, format, file.toFile())) {
            throw new AssertionError("no writer for " + format);
        }
    }
}
