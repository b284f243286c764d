package org.nec4j.codec.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.Damage;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.tensor.DType;
import org.nec4j.codec.tensor.SafeTensorsWriter;

class GridArchiveTest {
    private static final int TIMES = 5;
    private static final int LEVELS = 2;
    private static final int HEIGHT = 9;
    private static final int WIDTH = 14;
    private static final double FILL = -999;

    @ParameterizedTest
    @EnumSource(CellType.class)
    void everyValueIsWithinItsBoundWhateverItsType(CellType type) {
        for (double tolerance : new double[] {0.4, 3, 50}) {
            double[] stored = fields(type, false);
            double[] back = archive(stored, type, tolerance, 2, true).stored("field");
            for (int i = 0; i < stored.length; i++) {
                if (stored[i] == fill(type)) {
                    assertThat(back[i]).isEqualTo(stored[i]);
                } else {
                    // As Java's own sum says it, scale 0.5 and offset 7.
                    assertThat(Math.abs(back[i] * 0.5 + 7 - (stored[i] * 0.5 + 7)))
                            .isLessThanOrEqualTo(tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMapAloneIsTheMapAmongAll(boolean ownMasks) {
        double[] stored = fields(CellType.FLOAT32, ownMasks);
        for (double tolerance : new double[] {0, 2}) {
            GridArchive archive = archive(stored, CellType.FLOAT32, tolerance, 2, true);
            double[] all = archive.stored("field");
            for (int time = TIMES - 1; time >= 0; time--) {
                for (int level = 0; level < LEVELS; level++) {
                    int from = (time * LEVELS + level) * HEIGHT * WIDTH;
                    assertThat(archive.stored("field", time, level))
                            .isEqualTo(java.util.Arrays.copyOfRange(all, from, from + HEIGHT * WIDTH));
                    assertThat(archive.values("field", time, level)[0]).isEqualTo(all[from] * 0.5 + 7);
                }
            }
        }
    }

    @Test
    void withoutABoundValuesAreTheModelsAndMissingOnesStayMissing() {
        double[] stored = fields(CellType.INT16, true);
        double[] back = archive(stored, CellType.INT16, 0, 3, true).stored("field");
        for (int i = 0; i < stored.length; i++) {
            assertThat(back[i] == FILL).as("cell %d", i).isEqualTo(stored[i] == FILL);
        }
    }

    @Test
    void whatBelongsToTheFileComesBack() {
        assertThat(archive(fields(CellType.INT16, false), CellType.INT16, 1, 2, true)
                        .container())
                .isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void anArchiveWithoutItsModelNeedsItsCodecAndNoOther() {
        byte[] bytes = bytes(fields(CellType.INT16, false), CellType.INT16, 1, 2, false);

        assertThat(GridArchive.of(bytes, "a.necg", Optional.of(model(3))).stored("field"))
                .isEqualTo(archive(fields(CellType.INT16, false), CellType.INT16, 1, 2, true)
                        .stored("field"));
        assertThatThrownBy(() ->
                        GridArchive.of(bytes, "a.necg", Optional.of(model(4))).stored("field"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a.necg: was made with another codec");
        assertThatThrownBy(
                        () -> GridArchive.of(bytes, "a.necg", Optional.empty()).stored("field"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a.necg: holds no model; name the codec");
    }

    @Test
    void codesThatStayCostLittle() {
        double[] still = new double[TIMES * LEVELS * HEIGHT * WIDTH];
        double[] restless = fields(CellType.FLOAT32, false);
        long first = archive(still, CellType.FLOAT32, 0, 100, true).fieldBytes();
        long second = archive(restless, CellType.FLOAT32, 0, 100, true).fieldBytes();
        assertThat(second - first).as("of some 280 bytes of codes").isGreaterThan(140);
    }

    @Test
    void theFieldsBytesAreAllButTheModelAndTheFilesOwn() {
        double[] fields = fields(CellType.FLOAT32, false);
        for (boolean embedded : new boolean[] {false, true}) {
            GridArchiveWriter writer = writer(fields, CellType.FLOAT32, 0, 2, embedded);
            byte[] bytes = writer.toBytes();
            GridArchive archive = GridArchive.of(bytes, "a.necg", Optional.of(model(3)));
            assertThat(archive.fieldBytes()).isEqualTo(bytes.length - writer.otherBytes());
            assertThat(writer.otherBytes()).isGreaterThan(archive.modelBytes());
        }
        long without = archive(fields, CellType.FLOAT32, 0, 2, false).fieldBytes();
        assertThat(archive(fields, CellType.FLOAT32, 0, 2, true).fieldBytes() - without)
                .as("lengths and a word of the header alone")
                .isBetween(-4L, 4L);
    }

    @Test
    void refusesWhatIsNotThere() {
        GridArchive archive = archive(fields(CellType.INT16, false), CellType.INT16, 1, 2, true);
        assertThatThrownBy(() -> archive.stored("field", TIMES, 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has 5 times and 2 levels, none at 5, 0");
        assertThatThrownBy(() -> archive.stored("other"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("there is no variable other; there are field");
        assertThatThrownBy(() -> GridArchive.of(new byte[] {1, 2}, "b", Optional.empty()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("b: is no archive of gridded fields");
    }

    @Test
    void aChangedBitIsFound() {
        byte[] whole = bytes(fields(CellType.INT16, false), CellType.INT16, 1, 2, true);
        GridArchive.of(whole, "whole", Optional.empty()).verify();
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() ->
                            GridArchive.of(bytes, "damaged", Optional.empty()).verify())
                    .isInstanceOf(UserException.class);
        }
    }

    /** Checksums of damaged parts are made anew every other time, so that what lies behind them is reached. */
    @Test
    void damageEndsInASentence() {
        byte[] whole = bytes(fields(CellType.INT16, true), CellType.INT16, 1, 2, true);
        byte[] model = model(3).bytes();
        Random random = new Random(11);
        for (int i = 0; i < Damage.COUNT; i++) {
            boolean parts = i % 2 == 0;
            byte[] damaged = Damage.of(whole, random);
            byte[] stream = Damage.of(new byte[40], random);
            Damage.soon("mutation " + i, () -> {
                try {
                    if (parts) {
                        GridArchive.of(damaged, "damaged", Optional.empty()).stored("field");
                    } else {
                        damagedParts(stream, Damage.of(model, random));
                    }
                } catch (UserException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            });
        }
    }

    private static void damagedParts(byte[] stream, byte[] model) {
        GridVariable variable = variable(CellType.INT16, 1);
        double[] network = new double[HEIGHT * WIDTH];
        new FrameCoder(variable, true).read(stream, network, new boolean[0]);
        CodeMaps maps = new CodeMaps(model(3), 12, 16, BitCoder.reading(stream));
        maps.next(null);
        GridModel.of(model, "damaged");
    }

    private static GridArchive archive(double[] stored, CellType type, double tolerance, int group, boolean embedded) {
        return GridArchive.of(bytes(stored, type, tolerance, group, embedded), "archive", Optional.empty());
    }

    private static byte[] bytes(double[] stored, CellType type, double tolerance, int group, boolean embedded) {
        return writer(stored, type, tolerance, group, embedded).toBytes();
    }

    private static GridArchiveWriter writer(
            double[] stored, CellType type, double tolerance, int group, boolean embedded) {
        GridArchiveWriter writer = new GridArchiveWriter(model(3), embedded, new byte[] {1, 2, 3}, group);
        writer.add(variable(type, tolerance), stored, value -> value == fill(type), (time, level) -> {
            int[] fine = new int[6 * 8];
            int[] coarse = new int[3 * 4];
            for (int i = 0; i < fine.length; i++) {
                fine[i] = (int) Math.abs(stored[(time * LEVELS + level) * HEIGHT * WIDTH + i]) % 5;
                coarse[i % coarse.length] = fine[i];
            }
            return new Codes(fine, coarse);
        });
        return writer;
    }

    private static double fill(CellType type) {
        return type == CellType.UINT8 || type == CellType.INT8
                ? 99
                : type.cast(type.isWhole() && type.cast(-1) == 0 ? 9999 : FILL);
    }

    private static GridVariable variable(CellType type, double tolerance) {
        return new GridVariable("field", TIMES, LEVELS, HEIGHT, WIDTH, type, 0.5, 7, fill(type), tolerance);
    }

    /** Smooth fields with noise; cell 0 is always there. */
    private static double[] fields(CellType type, boolean ownMasks) {
        Random random = new Random(3);
        double[] stored = new double[TIMES * LEVELS * HEIGHT * WIDTH];
        for (int i = 0; i < stored.length; i++) {
            int cell = i % (HEIGHT * WIDTH);
            boolean absent = cell % WIDTH > 10 && cell / WIDTH > (ownMasks ? i % 7 : 3);
            double value = 40 + 30 * Math.sin(cell % WIDTH / 5.0) + 5 * random.nextGaussian();
            stored[i] = absent ? fill(type) : type.cast(value);
        }
        return stored;
    }

    private static GridModel model(long seed) {
        Random random = new Random(seed);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", GridModel.BLOCKS);
        json.put("codes", 5);
        json.put("blocks", 1);
        json.put("usage_fine", List.of(1, 0, 3, 0, 2));
        json.put("usage_coarse", List.of(0, 0, 0, 0, 0));
        List<Map<String, Object>> standardizers = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("variable", "field");
            one.put("level", level);
            one.put("mean", 27.5);
            one.put("scale", 12.0);
            standardizers.add(one);
        }
        json.put("standardizers", standardizers);
        SafeTensorsWriter writer = new SafeTensorsWriter().metadata(GridModel.KEY, Json.write(json));
        BlockDecoder.shapes(5, 1).forEach((name, shape) -> {
            float[] values = new float[(int) (shape[0] * shape[1])];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            writer.bytes(name, DType.F16, shape, GridModel.halves(values));
        });
        GridModel model = GridModel.of(writer.toBytes(), "model");
        assertThat(model.variables().stream().collect(Collectors.joining())).isEqualTo("field");
        return model;
    }
}
