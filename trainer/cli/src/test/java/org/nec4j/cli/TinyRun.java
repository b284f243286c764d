package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with a tiny experiment on synthetic scenes, which trains in a second or two. */
record TinyRun(Path folder) {
    /** Writes the experiment and its data set. */
    static TinyRun in(Path folder) throws IOException {
        Files.writeString(folder.resolve("scenes.conf"), """
                name = scenes
                kind = synthetic
                synthetic { images = 60, side = 32 }
                """);
        Files.writeString(folder.resolve("tiny.conf"), """
                experiment { name = tiny, runs = runs }
                model {
                  preset = custom
                  image-size = 32, patch-size = 8
                  dim = 16, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 1, decoder-heads = 2
                }
                data { sets = [scenes.conf], batch-size = 8 }
                objective.lambda = 1e3
                training {
                  length = 3 steps
                  parameters = [
                    { pattern = "{blocks.-1.*,norm.*,bottleneck.*,decoder_blocks.0.*}", train = true }
                    { pattern = "*", train = false }
                  ]
                  checkpoint-every = 1 step
                  log-every = 1
                }
                """);
        return new TinyRun(folder);
    }

    /** The same model on more of the scenes, distilled: the settings file. */
    Path distillation() throws IOException {
        Files.writeString(folder.resolve("more.conf"), """
                name = more
                kind = synthetic
                synthetic { images = 400, side = 32 }
                """);
        return Files.writeString(folder.resolve("distilled.conf"), """
                include "tiny.conf"
                experiment.name = distilled
                data { sets = [more.conf], symmetries = all }
                objective { kind = distill, distill.steps = [0.7071, 4.5948] }
                entropy.model = transform
                training.parameters = [
                  { pattern = "{blocks.-1,norm,transform,postfilter}.*", train = true }
                  { pattern = "*", train = false }
                ]
                """);
    }

    Path config() {
        return folder.resolve("tiny.conf");
    }

    /** Trains with these settings on top and returns the run's folder. */
    Path train(String... assignments) {
        Object[] words = new Object[assignments.length + 2];
        words[0] = "train";
        words[1] = config();
        System.arraycopy(assignments, 0, words, 2, assignments.length);
        Cli run = Cli.run(words);
        assertThat(run.status()).as(run.err()).isZero();
        return Path.of(run.out().strip());
    }

    Path export(Path run) {
        Path codec = folder.resolve("codec.nec");
        Cli export = Cli.run("export", run, "-o", codec);
        assertThat(export.status()).as(export.err()).isZero();
        return codec;
    }
}
