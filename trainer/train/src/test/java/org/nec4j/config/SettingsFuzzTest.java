package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.Damage;
import org.nec4j.codec.error.UserException;

/** Whatever is in a settings file, reading it ends soon, in settings or in sentences. */
class SettingsFuzzTest {
    private static final String SET = """
        # What marks HOCON has.
        name = roads, title = "a \\"b\\" \\u00e9"
        folders = [${?NOWHERE}, "../x", ${title}]
        samples = bands, bands = [4, 3, 2], nodata = -9999.0
        classes = [01, 1.50], classes = ${classes} [three], classes += four
        split { train = 0.5, val = 0.25, test = 2.5e-1, seed = 7 }
        masks { first-class = 1, ignored = [0, 255], colours = ["#00FF00"] }
        source : { bytes = 12, note = \"""long
        text\""" } // end
        """;
    private static final String EXPERIMENT = """
        experiment { name = e, title = "t "${objective.lambda}, seed = 3 }
        presets.own { dim = 16, heads = 2 }
        model { preset = tiny, depth = 2, mlp-ratio = 4 }
        data { sets = [set.conf], mean = [1, 2, 3], crop-scale = [0.2, 1], enlarge = true }
        objective.lambda = 1e6
        training { length = 3 steps, clip-norm = null
          parameters = [{ pattern = "{blocks.-1,norm}.*", train = true }, { pattern = "*", train = false }] }
        sweep { grid { experiment.seed = [0, 1] }, list = [{ name = x, objective.lambda = 7 }] }
        """;

    @TempDir
    Path folder;

    @Test
    void everyDamageEndsInSettingsOrInSentences() throws IOException {
        AtomicInteger refused = new AtomicInteger();
        for (int seed = 0; seed < Damage.COUNT; seed++) {
            boolean isSet = seed % 2 == 0;
            byte[] bad = Damage.of((isSet ? SET : EXPERIMENT).getBytes(StandardCharsets.UTF_8), new Random(seed));
            Path file = Damage.write(folder.resolve(isSet ? "set.conf" : "e.conf"), bad);
            String which = "seed " + seed + ": " + new String(bad, StandardCharsets.ISO_8859_1);
            Damage.soon(which, () -> {
                try {
                    read(file, isSet);
                } catch (UserException e) {
                    refused.incrementAndGet();
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(which, e);
                }
            });
        }
        assertThat(refused.get()).isGreaterThan(Damage.COUNT / 3);
    }

    private static void read(Path file, boolean isSet) {
        if (isSet) {
            Configs.dataset(file);
        } else {
            Configs.examineExperiment(file, List.of());
            Configs.sweep(file, List.of());
        }
    }
}
