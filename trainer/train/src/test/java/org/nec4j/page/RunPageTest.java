package org.nec4j.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.SymbolCosts;
import org.nec4j.config.Setting;
import org.nec4j.data.ByteImage;
import org.nec4j.picture.CodeStatistics;
import org.nec4j.picture.Looks;
import org.nec4j.picture.Shown;
import org.nec4j.picture.Specimen;
import org.nec4j.run.MetricTable;
import org.w3c.dom.Document;

class RunPageTest {
    private static final String HOSTILE = "<script>alert(1)</script> & \"quoted\" 'too'";

    @TempDir
    private Path folder;

    @Test
    void everyTableStacksOnANarrowScreen() throws IOException {
        String html = RunPage.html(record("narrow"), looks("a.png"));

        Matcher table = Pattern.compile("<table[^>]*>").matcher(html);
        int tables = 0;
        for (; table.find(); tables++) {
            assertThat(table.group()).isEqualTo("<table class=\"stacked\">");
        }
        assertThat(tables).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whatUsersWroteIsInert() throws IOException {
        String page = RunPage.html(record(HOSTILE), looks(HOSTILE));

        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page).contains("Content-Security-Policy\" content=\"default-src 'none'");
        assertThat(page.replaceAll("&(amp|lt|gt|quot|#39);", "")).doesNotContain("&");
    }

    @Test
    void needsNoOtherFileOrHost() throws IOException {
        String page = RunPage.html(record("plain"), looks("a.png"));

        Matcher links = Pattern.compile("(?:src|href|url)\\s*[=(]\\s*[\"']?([^\"')\\s>]*)")
                .matcher(page);
        while (links.find()) {
            assertThat(links.group(1)).startsWith("data:image/png;base64,");
        }
        assertThat(page).doesNotContain("http:").doesNotContain("https:").doesNotContain("@import");
    }

    @Test
    void everyChartIsWellFormedAndNamesItsNumbers() throws Exception {
        String page = RunPage.html(record("plain"), looks("a.png"));

        Matcher charts = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        int count = 0;
        while (charts.find()) {
            Document chart = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(charts.group().getBytes(StandardCharsets.UTF_8)));
            assertThat(chart.getElementsByTagName("title").getLength()).isPositive();
            count++;
        }
        assertThat(count).isEqualTo(5); // loss, learning rate, held-out loss, symbols, channels
        assertThat(page)
                .contains(
                        "<title>step 10: 3.0000</title>",
                        "<title>symbol 1: 25.0000 %</title>",
                        "loss, held-out images");
        assertThat(page).contains("channel 1: 14.00 bits an image");
    }

    @Test
    void showsTheImagesAsTheyAre() throws IOException {
        String page = RunPage.html(record("plain"), looks("a.png"));

        Matcher images = Pattern.compile("base64,([A-Za-z0-9+/=]+)\"").matcher(page);
        assertThat(images.find()).isTrue();
        var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(images.group(1))));
        assertThat(image.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0x030405);
        assertThat(images.results()).hasSize(3);
    }

    @Test
    void tellsTheRateFromTheEstimateToTheFile() throws IOException {
        String page = RunPage.html(record("plain"), looks("a.png"))
                .replaceAll("\\s+", " ")
                .replaceAll("<td [^>]*>", "<td>");

        assertThat(page)
                .contains(
                        "<td>estimated with rounding</td><td>20.0</td><td>2.5</td><td>2 images</td>",
                        "<td>by the integer tables</td><td>20.0</td>",
                        "<td>80.0</td><td>10.0</td><td>1 images</td>");
    }

    @Test
    void aRunThatHasNothingYetHasAPageThatSaysSo() {
        MetricTable none = MetricTable.read(folder.resolve("absent.csv"));
        RunRecord empty = new RunRecord("r", "t", "not saved yet", List.of(), none, none, Map.of(), Map.of());

        assertThat(RunPage.html(empty, Looks.none()))
                .contains("Nothing was measured yet.")
                .doesNotContain("<svg");
    }

    @Test
    void aLineThatIsBeingWrittenIsNotRead() throws IOException {
        Path csv = Files.writeString(folder.resolve("m.csv"), "step,loss,norm\n0,1.5,NaN\n10,1.25,2\n20,1.");

        MetricTable table = MetricTable.read(csv);

        assertThat(table.steps()).containsExactly(0, 10);
        assertThat(table.values()[0]).containsExactly(1.5, 1.25);
        assertThat(table.values()[1]).containsExactly(Double.NaN, 2);
    }

    private RunRecord record(String title) throws IOException {
        Path steps = Files.writeString(
                folder.resolve("metrics.csv"), "step,learning_rate,loss\n0,0.1,4.5\n10,0.2,3.0\n20,0.1,2.0\n");
        Path heldOut = Files.writeString(folder.resolve("validation.csv"), "step,loss\n10,3.5\n20,2.5\n");
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("estimated_bits_per_image", 20.0);
        summary.put("measured_images", 2.0);
        summary.put("note", title);
        return new RunRecord(
                "run " + title,
                title,
                "finished " + title,
                List.of(new Setting("experiment.title", title, title)),
                MetricTable.read(steps),
                MetricTable.read(heldOut),
                summary,
                Map.of(title, title));
    }

    /** One image of 2x2 pixels, and two tokens of two channels: symbols 0, 0, 0 and 1 at 2, 4, 6 and 8 bits. */
    private static Looks looks(String name) {
        ByteImage image = new ByteImage(2, 2, 3, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
        SymbolCosts costs = new SymbolCosts(
                2, 2, new int[] {0, 0, 0, 1}, new double[] {2, 4, 6, 8}, new double[2], new double[] {8, 12});
        Shown shown = new Shown(name, name, image, image, costs, 10, false);
        Specimen specimen = new Specimen(name, image, image, image, List.of(shown));
        return new Looks(List.of(specimen), Optional.of(CodeStatistics.of(List.of(shown))));
    }
}
