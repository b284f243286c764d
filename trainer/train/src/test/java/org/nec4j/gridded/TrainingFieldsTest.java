package org.nec4j.gridded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;
import org.nec4j.progress.Console;
import org.nec4j.step.GridStepper.Windows;

class TrainingFieldsTest {
    private static final int TIMES = 3;
    private static final int HEIGHT = 20;
    private static final int WIDTH = 26;
    private static final int WINDOW = 16;

    /** Cells of a code of the coarser level of a network of two blocks. */
    private static final int CODE = 8;

    @TempDir
    private Path folder;

    /** Where a window of a padded map begins. */
    private record Cut(Padded map, int top, int left) {
        boolean isAt(Windows windows, int window) {
            for (int i = 0; i < WINDOW * WINDOW; i++) {
                int from = (top + i / WINDOW) * map.width() + left + i % WINDOW;
                if (windows.values()[window * WINDOW * WINDOW + i] != map.values()[from]) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void alignedWindowsBeginWhereEncodingLaysCoarseCodesAndMeasureTheMapAlone() throws IOException {
        TrainingFields fields = fields("aligned");
        List<Padded> maps = fields.padded(CODE);
        Set<Integer> begun = new HashSet<>();
        for (long step = 0; step < 20; step++) {
            Windows windows = fields.windows(step);
            for (int window = 0; window < windows.count(); window++) {
                Cut cut = cut(maps, windows, window);
                begun.add(100 * cut.top() + cut.left());
                for (int i = 0; i < WINDOW * WINDOW; i++) {
                    boolean isInside = cut.top() + i / WINDOW < HEIGHT && cut.left() + i % WINDOW < WIDTH;
                    assertThat(windows.weights()[window * WINDOW * WINDOW + i]).isEqualTo(isInside ? 1 : 0);
                }
            }
        }
        // 24 x 32 cells: two rows of windows, three columns.
        assertThat(begun).containsExactlyInAnyOrder(0, 8, 16, 800, 808, 816);
    }

    private static Cut cut(List<Padded> maps, Windows windows, int window) {
        for (Padded map : maps) {
            for (int top = 0; top + WINDOW <= map.height(); top += CODE) {
                for (int left = 0; left + WINDOW <= map.width(); left += CODE) {
                    Cut cut = new Cut(map, top, left);
                    if (cut.isAt(windows, window)) {
                        return cut;
                    }
                }
            }
        }
        throw new AssertionError("a window begins at no place where a code does");
    }

    @Test
    void otherWindowsBeginAnywhereAndGoRoundTheGlobe() throws IOException {
        TrainingFields fields = fields("any");
        Set<Integer> columns = new TreeSet<>();
        for (long step = 0; step < 60; step++) {
            Windows windows = fields.windows(step);
            for (int window = 0; window < windows.count(); window++) {
                int at = window * WINDOW * WINDOW;
                columns.add(column(fields.padded(1), windows.values()[at]));
                for (int i = 0; i < WINDOW * WINDOW; i++) {
                    assertThat(windows.weights()[at + i]).isEqualTo(1);
                }
            }
        }
        assertThat(columns).hasSize(WIDTH);
    }

    private static int column(List<Padded> maps, float first) {
        for (Padded map : maps) {
            for (int i = 0; i < map.values().length; i++) {
                if (map.values()[i] == first) {
                    return i % map.width();
                }
            }
        }
        throw new AssertionError("a window begins with a number that no map holds");
    }

    private TrainingFields fields(String offsets) throws IOException {
        Path input = folder.resolve("fields.nc");
        List<NetcdfDimension> axes = List.of(
                new NetcdfDimension("time", TIMES, true),
                new NetcdfDimension("lat", HEIGHT, false),
                new NetcdfDimension("lon", WIDTH, false));
        NetcdfVariable one = new NetcdfVariable("one", NetcdfType.FLOAT, List.of(0, 1, 2), List.of());
        NetcdfWriter.write(input, new NetcdfHeader(1, axes, List.of(), List.of(one)), variable -> {
            double[] values = new double[TIMES * HEIGHT * WIDTH];
            Arrays.setAll(values, i -> i); // no two alike, so that a number says where it lies
            return variable.type().bytes(values);
        });
        Path config = Files.writeString(
                folder.resolve("fields.conf"),
                String.join(
                        "\n",
                        "experiment.name = fields",
                        "objective.kind = vq-grid",
                        "data { files = [\"" + input + "\"], variables = [one], train = [0, 3], wraps = true }",
                        "model { pre = 2, width = 4, dim = 6, codes = 7, blocks = 2 }",
                        "training { batch-size = 4, window = " + WINDOW + ", offsets = " + offsets + " }"));
        return new TrainingFields(Configs.grid(config, List.of()).settings(), Console.silent());
    }
}
