package org.nec4j.gridded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.SharedData;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.GridArchive;
import org.nec4j.config.Configs;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.Loaded;
import org.nec4j.factorize.Factorizing;
import org.nec4j.factorize.Method;
import org.nec4j.factorize.RankRule;
import org.nec4j.factorize.Reduction;
import org.nec4j.info.Info;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfFile;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;
import org.nec4j.progress.Console;
import org.nec4j.progress.Told;
import org.nec4j.run.Changes;
import org.nec4j.run.RunState;
import org.nec4j.runs.RunList;

/** From a NetCDF file to a run, a codec, an archive and back. */
class GridTrainingTest {
    private static final int TIMES = 6;
    private static final int LEVELS = 2;
    private static final int HEIGHT = 20;
    private static final int WIDTH = 26;

    @TempDir
    private Path folder;

    @Test
    void aStoppedRunGoesOnToTheSameBits() throws IOException {
        Path whole = GridTraining.train(config("whole"), Console.silent(), () -> false)
                .folder();
        AtomicInteger steps = new AtomicInteger();
        GridTraining.Result stopped =
                GridTraining.train(config("parts"), Console.silent(), () -> steps.incrementAndGet() == 7);
        assertThat(stopped.finished()).isFalse();
        GridTraining.Result rest = GridTraining.resume(stopped.folder(), Changes.none(), Console.silent(), () -> false);
        assertThat(rest.finished()).isTrue();

        RunState one = RunState.last(whole);
        RunState other = RunState.last(rest.folder());
        assertThat(other.moments()).isEqualTo(one.moments());
        assertThat(other.tensors().keySet()).isEqualTo(one.tensors().keySet());
        one.tensors()
                .forEach((name, values) ->
                        assertThat(other.tensors().get(name)).as(name).isEqualTo(values));
        assertThat(Files.readString(rest.folder().resolve("metrics.csv")))
                .isEqualTo(Files.readString(whole.resolve("metrics.csv")));
    }

    @Test
    void refusesASettingThatChangedUnasked() throws IOException {
        Path run =
                GridTraining.train(config("run"), Console.silent(), () -> true).folder();
        assertThat(RunList.of(run, RunList.Order.NAME).toText()).contains("stopped at step 1");
        assertThat(new Info(folder).of(run).what()).isEqualTo("a run on gridded fields");
        Changes changes = new Changes(List.of("training.learning-rate=1e-4"), java.util.Set.of());
        assertThatThrownBy(() -> GridTraining.resume(run, changes, Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("training.learning-rate was 0.001 and is 1.0E-4");
    }

    @Test
    void aTrainedCodecKeepsItsBoundInEveryValueAndTheRestOfTheFile() throws IOException {
        Path run =
                GridTraining.train(config("run"), Console.silent(), () -> false).folder();
        Path codec = folder.resolve("codec.nec");
        GridExport.export(run, codec);
        everyValueIsKept(codec);
    }

    @Test
    void soDoesOneOfBlocks() throws IOException {
        Path codec = folder.resolve("blocks.nec");
        GridFit.fit(config("fit").settings(), codec, Console.silent());
        everyValueIsKept(codec);
    }

    @Test
    void anEncoderThatHasNoBlocksIsNotMadeSmaller() throws IOException {
        Path codec = folder.resolve("blocks.nec");
        GridFit.fit(config("fit").settings(), codec, Console.silent());
        Reduction half = new Reduction(0.5, Method.SVD, RankRule.values()[0], 1, 0);
        Path out = folder.resolve("small.nec");
        assertThatThrownBy(() -> Factorizing.factorize(
                        codec, Optional.empty(), List.of(), Optional.empty(), half, out, Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(codec + ": is a codec of gridded fields, ");
        assertThat(out).doesNotExist();
    }

    private void everyValueIsKept(Path codec) throws IOException {
        Path input = file();
        for (String bound : List.of("none", "abs=0.02", "rel=0.01", "rel=0.0001")) {
            for (boolean embedded : new boolean[] {true, false}) {
                Path archive = folder.resolve("fields.necg");
                Path back = folder.resolve("back.nc");
                GridCodec opened = GridCodec.open(codec);
                GridEncoding.Written written = GridEncoding.encode(
                        opened, input, archive, Optional.of(GridEncoding.bound(bound)), embedded, Console.silent());
                assertThat(written.archive()).isEqualTo(Files.size(archive));
                GridEncoding.decode(archive, back, embedded ? Optional.empty() : Optional.of(opened.model()));
                try (NetcdfFile one = NetcdfFile.open(input);
                        NetcdfFile other = NetcdfFile.open(back)) {
                    assertThat(other.header()).isEqualTo(one.header());
                    assertSame(one, other, "lat");
                    for (String name : List.of("packed", "floats")) {
                        assertWithin(
                                one.values(one.header().variable(name)),
                                other.values(other.header().variable(name)),
                                bound);
                    }
                }
            }
        }
    }

    @Test
    void aNetcdf4FileIsLearntFromAndComesBackAsNetcdf3WithinItsBound() throws IOException {
        Path input = folder.resolve("four.nc");
        try (InputStream in = GridTrainingTest.class.getResourceAsStream("/org/nec4j/hdf5/four.nc")) {
            Files.copy(in, input);
        }
        Path codec = folder.resolve("four.nec");
        GridFit.fit(
                Configs.grid(write("four", input, "t2m, u", "[0, 2]"), List.of("training.window=8", "model.blocks=1"))
                        .settings(),
                codec,
                Console.silent());
        Path archive = folder.resolve("four.necg");
        Path back = folder.resolve("back.nc");
        GridEncoding.Written written = GridEncoding.encode(
                GridCodec.open(codec),
                input,
                archive,
                Optional.of(GridEncoding.bound("rel=0.001")),
                true,
                Console.silent());
        assertThat(written.leftOut()).containsExactly("names");
        GridEncoding.decode(archive, back, Optional.empty());
        try (NetcdfSource one = GriddedFiles.open(input);
                NetcdfSource other = GriddedFiles.open(back)) {
            assertThat(other.header()).isEqualTo(one.header());
            assertSame(one, other, "time");
            assertSame(one, other, "PRODUCT.ozone");
            for (String name : List.of("t2m", "u")) {
                assertWithin(
                        one.values(one.header().variable(name)),
                        other.values(other.header().variable(name)),
                        "rel=0.001");
            }
        }
    }

    private static void assertSame(NetcdfSource one, NetcdfSource other, String name) {
        assertThat(other.bytes(other.header().variable(name)))
                .isEqualTo(one.bytes(one.header().variable(name)));
    }

    private static void assertWithin(double[] wanted, double[] found, String bound) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : wanted) {
            least = Double.isNaN(value) ? least : Math.min(least, value);
            most = Double.isNaN(value) ? most : Math.max(most, value);
        }
        double number = bound.equals("none") ? Double.MAX_VALUE : Double.parseDouble(bound.substring(4));
        double tolerance = bound.startsWith("rel") ? number * (most - least) : number;
        for (int i = 0; i < wanted.length; i++) {
            if (Double.isNaN(wanted[i])) {
                assertThat(found[i]).isNaN();
            } else {
                assertThat(Math.abs(found[i] - wanted[i]))
                        .as("%s, cell %d", bound, i)
                        .isLessThanOrEqualTo(tolerance);
            }
        }
    }

    @Test
    void refusesAFileWithoutTheVariablesAndABoundThatIsNone() throws IOException {
        Path codec = folder.resolve("blocks.nec");
        GridFit.fit(config("fit").settings(), codec, Console.silent());
        assertThatThrownBy(() -> Codec.open(codec))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is a codec of gridded fields, not of images")
                .hasMessageEndingWith(", and for info"); // no byte of it is wrong
        Path other = folder.resolve("other.nc");
        NetcdfHeader header = new NetcdfHeader(1, List.of(), List.of(), List.of());
        NetcdfWriter.write(other, header, variable -> new byte[0]);
        assertThatThrownBy(() -> GridEncoding.encode(
                        GridCodec.open(codec),
                        other,
                        folder.resolve("x.necg"),
                        Optional.empty(),
                        true,
                        Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has none of the variables that the codec knows, packed, floats");
        assertThat(folder.resolve("x.necg")).doesNotExist();
        for (String bound : List.of("abs", "rel=0", "rel=x", "none=1", "most=1")) {
            assertThatThrownBy(() -> GridEncoding.bound(bound))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("a bound is none, abs=NUMBER");
        }
    }

    @Test
    void evaluationCountsNoViolation() throws IOException {
        Path codec = folder.resolve("blocks.nec");
        Loaded<GridExperiment> config = config("fit");
        GridFit.fit(config.settings(), codec, Console.silent());
        List<GridEvaluation.Measured> all = GridEvaluation.evaluate(
                codec,
                config.settings(),
                List.of(GridEncoding.bound("none"), GridEncoding.bound("rel=0.001")),
                Console.silent());
        assertThat(all).hasSize(4).allMatch(one -> one.violations() == 0);
        assertThat(all.get(1).psnr()).isGreaterThan(all.get(0).psnr());
        assertThat(all.get(1).written().streams())
                .isGreaterThan(all.get(0).written().streams());
        assertThat(all.get(1).largest()).isLessThanOrEqualTo(0.0011);
    }

    /** Every variable that is a map of the five real files, at a bound of .1 %. */
    @Test
    void everyRealFileKeepsItsBound() throws IOException {
        Path grids = SharedData.require("data/science-grids");
        var sets = java.util.Map.of(
                "tos_O1_2001-2002.nc", "tos",
                "stageiv_precip_xyt.nc", "Total_precipitation_surface_1_Hour_Accumulation",
                "bcsd_obs_1999.nc", "pr",
                "oisst_reduced.nc", "sst");
        for (var set : sets.entrySet()) {
            Path input = grids.resolve(set.getKey());
            String name;
            try (NetcdfFile file = NetcdfFile.open(input)) {
                name = file.header().variables().stream()
                        .map(NetcdfVariable::name)
                        .filter(one -> one.equals(set.getValue()))
                        .findFirst()
                        .orElseGet(() -> file.header()
                                .variables()
                                .get(file.header().variables().size() - 1)
                                .name());
            }
            Path codec = folder.resolve("real.nec");
            GridFit.fit(
                    Configs.grid(
                                    write("real", input, name, "[0, 1]"),
                                    List.of("model.codes=8", "training.window=32", "model.blocks=3"))
                            .settings(),
                    codec,
                    Console.silent());
            Path archive = folder.resolve("real.necg");
            Path back = folder.resolve("real.nc");
            Told told = new Told();
            GridEncoding.encode(
                    GridCodec.open(codec), input, archive, Optional.of(GridEncoding.bound("rel=0.001")), true, told);
            assertThat(told.lines()).isEmpty(); // nothing in it is doubtful
            GridEncoding.decode(archive, back, Optional.empty());
            try (NetcdfFile one = NetcdfFile.open(input);
                    NetcdfFile other = NetcdfFile.open(back);
                    GridArchive opened = GridArchive.open(archive)) {
                assertThat(other.header()).isEqualTo(one.header());
                double tolerance = opened.variables().get(0).tolerance();
                assertWithin(
                        one.values(one.header().variable(name)),
                        other.values(other.header().variable(name)),
                        "abs=" + tolerance);
            }
        }
    }

    private Loaded<GridExperiment> config(String name) throws IOException {
        return Configs.grid(write(name, file(), "packed, floats", "[0, 4]"), List.of());
    }

    private Path write(String name, Path file, String variables, String train) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".conf"),
                String.join(
                        "\n",
                        "experiment { name = " + name + ", runs = runs }",
                        "objective.kind = vq-grid",
                        "data { files = [\"" + file + "\"], variables = [" + variables + "], train = " + train
                                + ", wraps = true }",
                        "model { pre = 2, width = 4, dim = 6, codes = 7, blocks = 2 }",
                        "training { steps = 12, batch-size = 2, window = 16, learning-rate = 0.001, checkpoint-every = 5, log-every = 1 }"));
    }

    private Path file() {
        Path path = folder.resolve("fields.nc");
        if (Files.exists(path)) {
            return path;
        }
        List<NetcdfDimension> dimensions = List.of(
                new NetcdfDimension("time", TIMES, true),
                new NetcdfDimension("level", LEVELS, false),
                new NetcdfDimension("lat", HEIGHT, false),
                new NetcdfDimension("lon", WIDTH, false));
        NetcdfHeader header = new NetcdfHeader(
                2,
                dimensions,
                List.of(NetcdfAttribute.of("title", "fields of a test")),
                List.of(
                        new NetcdfVariable("lat", NetcdfType.DOUBLE, List.of(2), List.of()),
                        new NetcdfVariable(
                                "packed",
                                NetcdfType.SHORT,
                                List.of(0, 1, 2, 3),
                                List.of(
                                        NetcdfAttribute.of("_FillValue", NetcdfType.SHORT, -32767),
                                        NetcdfAttribute.of("scale_factor", NetcdfType.DOUBLE, 0.01),
                                        NetcdfAttribute.of("add_offset", NetcdfType.DOUBLE, 273.15))),
                        new NetcdfVariable(
                                "floats",
                                NetcdfType.FLOAT,
                                List.of(0, 2, 3),
                                List.of(NetcdfAttribute.of("_FillValue", NetcdfType.FLOAT, 1e20)))));
        Random random = new Random(1);
        NetcdfWriter.write(path, header, variable -> {
            int count = 1;
            for (int axis : variable.dimensions()) {
                count *= (int) dimensions.get(axis).length();
            }
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                int x = i % WIDTH;
                double wave = Math.sin(x / 4.0 + i / 900.0) + 0.05 * random.nextGaussian();
                values[i] = switch (variable.name()) {
                    case "lat" -> i;
                    case "packed" -> x > 20 && i / WIDTH % HEIGHT < 8 ? -32767 : Math.rint(800 * wave);
                    default -> x < 3 && i / WIDTH % HEIGHT < i / 700 ? 1e20 : 300 + 10 * wave;
                };
            }
            return variable.type().bytes(values);
        });
        return path;
    }
}
