package org.nec4j.gridded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.audit.Validation;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.GridExperiment;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.progress.Console;

class TimeRangesTest {
    @TempDir
    private Path folder;

    @Test
    void refusesTestingOnWhatWasLearntWhereverSettingsAreRead() throws IOException {
        Path file = file("one.nc", 6);
        for (String test : List.of("[3, 6]", "[0, 4]", "[1, 2]")) {
            Path config = WrittenField.experiment(file, "train = [0, 4], test = " + test);
            refused(
                    () -> Validation.check(config, List.of()),
                    "data.test is " + test + " and overlaps data.train = [0, 4]; state times that are not learnt from");
            refused(() -> Configs.grid(config, List.of()), "data.test is " + test);
        }
        for (String ranges :
                List.of("train = [0, 4], test = [4, 6]", "train = [2, 6], test = [0, 2]", "train = [0, 6]")) {
            assertThat(Validation.check(WrittenField.experiment(file, ranges), List.of()))
                    .endsWith(": a sound experiment on gridded fields.");
        }
    }

    @Test
    void refusesTimesThatTheFilesLackBeforeAnythingIsFitted() throws IOException {
        Path file = file("one.nc", 6);
        Path codec = folder.resolve("one.nec");
        for (String ranges : List.of("train = [0, 4], test = [4, 99]", "train = [0, 99]")) {
            String wanted = file + ": variable one has 6 times, and data."
                    + (ranges.contains("test") ? "test = [4, 99]" : "train = [0, 99]") + " ends at 99; lower it";
            Path config = WrittenField.experiment(file, ranges);
            GridExperiment settings = Configs.grid(config, List.of()).settings();
            refused(() -> Validation.check(config, List.of()), wanted);
            refused(() -> GridFit.fit(settings, codec, Console.silent()), wanted);
            refused(() -> GridTraining.train(Configs.grid(config, List.of()), Console.silent(), () -> true), wanted);
            refused(() -> GridEvaluation.evaluate(codec, settings, List.of(), Console.silent()), wanted);
        }
        assertThat(folder.resolve("experiments")).doesNotExist();
        assertThat(codec).doesNotExist();
    }

    @Test
    void countsTheTimesOfAllFiles() throws IOException {
        Path file = file("one.nc", 6);
        String more = "data.files=[\"" + file + "\", \"" + file("two.nc", 3) + "\"]";
        Path config = WrittenField.experiment(file, "train = [0, 6], test = [6, 9]");
        assertThat(Validation.check(config, List.of(more))).contains("a sound experiment");
        refused(
                () -> Validation.check(config, List.of(more, "data.test=[6, 10]")),
                file + " and the files behind it: variable one has 9 times, and data.test = [6, 10] ends at 10");
    }

    private Path file(String name, int times) {
        return WrittenField.write(folder.resolve(name), NetcdfType.FLOAT, times, List.of(), i -> Math.sin(i / 9.0));
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessageContaining(sentence);
    }
}
