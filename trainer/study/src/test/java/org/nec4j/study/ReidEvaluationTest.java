package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.data.SceneViews;
import org.nec4j.data.Split;
import org.nec4j.eval.TinyCodec;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

class ReidEvaluationTest {
    @TempDir
    private Path folder;

    @Test
    void ranksViewsOfTestImagesByTheirDecodedCodes() throws IOException {
        Path codec = folder.resolve("codec.nec");
        TinyCodec.write(codec, true);
        Path dataset = folder.resolve("scenes.conf");
        TinyCodec.describeScenes(dataset);
        ReidEvaluation.Evaluated evaluated = ReidEvaluation.evaluate(
                codec, CodingPoint.UNASKED, dataset, DataSettings.Copies.REFUSE, Console.silent());

        ImageEncoder encoder = ImageEncoder.open(codec);
        OpenedSet set = OpenedSet.open(Configs.dataset(dataset).settings());
        SceneViews views = new SceneViews(
                set.only(Split.TEST),
                4,
                encoder.preprocessing().size(),
                encoder.preprocessing().enlarge(),
                0);
        List<Integer> lengths = new ArrayList<>();
        try (Progress progress = Console.silent().progress("", 1, "")) {
            encoder.embed(
                    views, 7, progress, (e, i) -> lengths.add(encoder.codec().encode(e).length));
        }
        assertThat(evaluated.scores().queries()).isEqualTo(20);
        assertThat(evaluated.scores().gallery()).isEqualTo(80).isEqualTo(lengths.size());
        assertThat(evaluated.rates().fileBytes())
                .isCloseTo(lengths.stream().mapToInt(l -> l).average().orElseThrow(), within(1e-9));
        double map = evaluated.scores().meanAveragePrecision();
        // Any ranking of 3 right ones among 79 has 5 % or so by chance.
        assertThat(map)
                .isBetween(0.06, 1.0)
                .isBetween(evaluated.interval().low(), evaluated.interval().high());
        assertThat(evaluated.line())
                .startsWith("scenes, instance retrieval: mAP ")
                .contains("20 queries in a gallery of 80");

        Path json = folder.resolve("eval.json");
        evaluated.write(json);
        JsonObject read = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(read.get("map").getAsDouble()).isEqualTo(map);
        assertThat(read.get("cmc_5").getAsDouble()).isEqualTo(evaluated.scores().cmc(5));
    }
}
