package org.nec4j.kernel.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
import org.nec4j.backend.Backend;
import org.nec4j.config.Configs;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.train.Ending;
import org.nec4j.train.Trainer;

/** Runs whose frozen blocks, one of the encoder and one of the decoder, multiply in bfloat16. */
class TrainingInBfloat16Test {
    @TempDir
    private Path folder;

    @BeforeEach
    void bfloat16IsHere() {
        Backend.kernels();
        assumeTrue(new OneDnn().obstacle().isEmpty(), "no products in bfloat16 here");
    }

    @Test
    void resumesBitForBit() throws IOException {
        Map<String, float[]> straight =
                train("bfloat16", () -> false).folder().trained().all();
        int[] steps = {0};
        Trainer.Result stopped = train("bfloat16", () -> ++steps[0] == 3);
        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);

        Trainer.Result resumed = Trainer.resume(stopped.folder().path(), Changes.none(), Console.silent(), () -> false);

        assertThat(differing(straight, resumed.folder().trained().all())).isZero();
    }

    @Test
    void movesFromFloat32ByRoundingAndIsNamedInTheRun() throws IOException {
        Trainer.Result half = train("bfloat16", () -> false);
        Trainer.Result full = train("float32", () -> false);

        assertThat(differing(
                        half.folder().trained().all(), full.folder().trained().all()))
                .isPositive();
        double loss = lastLoss(full);
        assertThat(lastLoss(half)).isCloseTo(loss, within(0.01 * loss));
        assertThat(Files.readString(half.folder().path().resolve("sessions/1.json")))
                .contains("\"frozen_products\": \"oneDNN 3.11.0, bfloat16 operands, float32 sums, checked\"");
    }

    private static long differing(Map<String, float[]> one, Map<String, float[]> other) {
        assertThat(other.keySet()).isEqualTo(one.keySet());
        return one.keySet().stream()
                .filter(name -> !Arrays.equals(one.get(name), other.get(name)))
                .count();
    }

    private static double lastLoss(Trainer.Result run) throws IOException {
        List<String> metrics = Files.readAllLines(run.folder().path().resolve("metrics.csv"));
        return Double.parseDouble(metrics.get(metrics.size() - 1).split(",")[2]);
    }

    private Trainer.Result train(String precision, BooleanSupplier stop) throws IOException {
        Path config = TinyExperiment.in(folder, "blocks.-1,norm,bottleneck,decoder_blocks.0", """
                objective.lambda = 1e4
                training { length = 7 steps, log-every = 1 }
                training.frozen-precision =\s""" + precision + "\n");
        return Trainer.train(Configs.experiment(config, List.of()), Console.silent(), stop);
    }
}
