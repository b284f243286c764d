package org.nec4j.gridded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;

/** A file of one variable called {@code one}, of times and square maps. */
final class WrittenField {
    static final int SIDE = 16;

    private WrittenField() {}

    /** Writes it; {@code stored} gives the numbers by their place. */
    static Path write(
            Path file, NetcdfType type, int times, List<NetcdfAttribute> attributes, IntToDoubleFunction stored) {
        List<NetcdfDimension> axes = List.of(
                new NetcdfDimension("time", times, true),
                new NetcdfDimension("lat", SIDE, false),
                new NetcdfDimension("lon", SIDE, false));
        NetcdfVariable one = new NetcdfVariable("one", type, List.of(0, 1, 2), attributes);
        NetcdfWriter.write(file, new NetcdfHeader(1, axes, List.of(), List.of(one)), variable -> {
            double[] numbers = new double[times * SIDE * SIDE];
            java.util.Arrays.setAll(numbers, stored);
            return type.bytes(numbers);
        });
        return file;
    }

    /** An experiment on it, small enough to fit at once. */
    static Path experiment(Path file, String ranges) throws IOException {
        return Files.writeString(
                file.resolveSibling("one.conf"),
                String.join(
                        "\n",
                        "experiment.name = one",
                        "objective.kind = vq-grid",
                        "data { files = [\"" + file + "\"], variables = [one], " + ranges + " }",
                        "model { codes = 8, blocks = 1 }",
                        "training.window = 8"));
    }
}
