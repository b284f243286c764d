package org.nec4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An experiment that trains in seconds: 40 drawn scenes, two blocks of two heads, 24 numbers a token. */
public final class TinyExperiment {
    private TinyExperiment() {}

    /**
     * Writes {@code run.conf} and the description of its scenes.
     *
     * @param trained names of the tensors' owners that train, such as {@code blocks.-1,norm}
     * @param more    settings behind and above those here
     * @return the experiment's file
     */
    public static Path in(Path folder, String trained, String more) throws IOException {
        return in(folder, "run", trained, more);
    }

    /** As above under another name than {@code run}. */
    public static Path in(Path folder, String name, String trained, String more) throws IOException {
        Files.writeString(folder.resolve("scenes.conf"), """
                name = scenes
                kind = synthetic
                synthetic { images = 40, side = 40, seed = 1 }
                split { train = 0.6, val = 0.2, test = 0.2, seed = 0 }
                """);
        String settings = """
                experiment { name = tiny, seed = 5, runs = runs }
                model {
                  preset = custom, image-size = 32, patch-size = 8, dim = 24, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 2, decoder-heads = 2
                }
                data { sets = [scenes.conf], batch-size = 6 }
                training.parameters = [
                  { pattern = "{%s}.*", train = true }
                  { pattern = "*", train = false }
                ]
                """;
        return Files.writeString(folder.resolve(name + ".conf"), String.format(Locale.ROOT, settings, trained) + more);
    }
}
