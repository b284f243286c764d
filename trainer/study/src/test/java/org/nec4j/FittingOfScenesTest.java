package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.convert.Fitting;
import org.nec4j.progress.Console;

/** A closed-form codec of real scenes. With wrong eigenvectors it needs three times the bytes and says nothing. */
class FittingOfScenesTest {
    private static final double BYTES = 170.1;

    @TempDir
    private Path folder;

    @Test
    @EnabledIfSystemProperty(named = "nec4j.slow", matches = "true")
    void needsTheSameBytesAnImageWithEveryKernels() {
        SharedData.require("data/rsscn7/index.csv");
        Path settings = Path.of(System.getProperty("nec4j.root")).resolve("configs/rsscn7.conf");
        Experiment experiment = Configs.experiment(settings, List.of("transform.step=1", "experiment.runs=" + folder))
                .settings();

        Fitting.Fitted fitted = Fitting.fit(experiment, folder.resolve("codec.safetensors"), Console.silent());

        assertThat(fitted.meanBytesPerImage()).isCloseTo(BYTES, withinPercentage(0.1));
    }
}
