package org.nec4j.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Setting;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
import org.nec4j.picture.Looks;
import org.nec4j.picture.Shown;
import org.nec4j.picture.Specimen;
import org.nec4j.progress.HumanTime;
import org.nec4j.report.Markup;

/** {@code report.html} of a run: one file that needs no other, for light and dark screens, wide and narrow. */
public final class RunPage {
    /** Its name in the run's folder. */
    public static final String NAME = "report.html";

    private final RunRecord run;
    private final Looks looks;
    private final Markup page = new Markup();

    private RunPage(RunRecord run, Looks looks) {
        this.run = run;
        this.looks = looks;
    }

    /** Replaces the page in a run's folder. */
    public static void write(Path folder, RunRecord run, Looks looks) {
        AtomicFile.write(folder.resolve(NAME), html(run, looks).getBytes(StandardCharsets.UTF_8));
    }

    static String html(RunRecord run, Looks looks) {
        return new RunPage(run, looks).draw();
    }

    private String draw() {
        page.add("<!DOCTYPE html>");
        page.add("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        // Nothing on the page may run or be fetched, whatever a title or a file's name holds.
        page.add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
                + " img-src data:\">");
        page.add("<title>%s</title>", Markup.escape(run.name()));
        page.add("<style>").add(style()).add("</style></head><body>");
        page.add("<h1>%s</h1>", Markup.escape(run.title()));
        page.add("<p class=\"soft\">%s, %s</p>", Markup.escape(run.name()), Markup.escape(run.state()));
        tiles();
        page.add(new RunCurves(run).toHtml());
        pictures();
        looks.statistics().ifPresent(statistics -> page.add(new BitCharts(statistics).toHtml()));
        page.add(new RateTable(run.summary(), looks.statistics()).toHtml());
        facts();
        settings();
        return page.add("</body></html>").toString();
    }

    private void tiles() {
        page.add("<dl class=\"tiles\">");
        run.heldOut()
                .last("distortion")
                .ifPresent(d -> tile("held-out distortion", String.format(Locale.ROOT, "%.4f", d)));
        tile("training distortion", "distortion", "%.4f");
        tile("coded bytes an image", "coded_bytes_per_image", "%,.1f");
        tile("images a second", "images_per_second", "%,.1f");
        tile("share that trains", "trainable_fraction", "%.3f");
        if (run.summary().get("wall_seconds") instanceof Number seconds) {
            tile("time", HumanTime.words(seconds.doubleValue()));
        }
        if (run.summary().get("peak_rss_bytes") instanceof Number bytes) {
            tile("memory at most", String.format(Locale.ROOT, "%.2f GB", bytes.doubleValue() / 1e9));
        }
        page.add("</dl>");
    }

    private void tile(String name, String key, String format) {
        if (run.summary().get(key) instanceof Number number) {
            tile(name, String.format(Locale.ROOT, format, number.doubleValue()));
        }
    }

    private void tile(String name, String value) {
        page.add("<div><dt>%s</dt><dd>%s</dd></div>", name, value);
    }

    private void pictures() {
        if (looks.specimens().isEmpty()) {
            return;
        }
        int coded = looks.specimens().get(0).coded().size();
        page.add("<h2>Images</h2>");
        page.add("<p class=\"soft\">Of the split val, else test, else train. Masked: what the encoder saw in training."
                + " Guessed: hidden patches as the decoder guesses them, without any rounding. Decoded: the whole"
                + " image from the real coded bytes, by a decoder that learnt to guess hidden patches only.</p>");
        page.add("<div class=\"scroll\"><div class=\"pictures\" style=\"--columns: %d\">", 3 + coded);
        for (Specimen specimen : looks.specimens()) {
            picture(specimen.original(), "original", shortName(specimen.name()), specimen.name());
            picture(specimen.masked(), "masked", "", specimen.name());
            picture(specimen.guessed(), "guessed", "", specimen.name());
            for (Shown shown : specimen.coded()) {
                String size = String.format(
                        Locale.ROOT,
                        "%,d bytes, %.3f bits a pixel, PSNR %.2f dB",
                        shown.bytes(),
                        shown.bitsPerPixel(),
                        shown.psnr());
                picture(
                        shown.reconstructed(),
                        "decoded",
                        coded > 1 ? size + "; " + shown.codec() : size,
                        shown.codec());
            }
        }
        page.add("</div></div>");
    }

    private void picture(ByteImage image, String what, String note, String title) {
        String png = Base64.getEncoder().encodeToString(PngWriter.bytes(image));
        page.add(
                "<figure><img src=\"data:image/png;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\""
                        + " title=\"%s\"><figcaption>%s%s</figcaption></figure>",
                png,
                image.width(),
                image.height(),
                what,
                Markup.escape(title),
                what,
                note.isEmpty() ? "" : ": " + Markup.escape(note));
    }

    private void facts() {
        page.add("<h2>The run</h2><div class=\"scroll\"><table class=\"stacked\">");
        run.facts()
                .forEach((key, value) -> page.add(
                        "<tr><th>%s</th><td class=\"value\">%s</td></tr>", Markup.escape(key), Markup.escape(value)));
        for (Map.Entry<String, Object> entry : run.summary().entrySet()) {
            if (run.facts().containsKey(entry.getKey())) {
                continue;
            }
            page.add(
                    "<tr><th>%s</th><td class=\"value\">%s</td></tr>",
                    Markup.escape(entry.getKey().replace('_', ' ')), Markup.escape(text(entry.getValue())));
        }
        page.add("</table></div>");
    }

    private void settings() {
        page.add("<h2>Settings</h2><div class=\"scroll\"><table class=\"stacked\">");
        page.add("<tr class=\"head\"><th>key</th><th>value</th><th>stated in</th></tr>");
        for (Setting setting : run.settings()) {
            page.add(
                    "<tr><td class=\"key\">%s</td><td class=\"value\">%s</td><td class=\"origin\">%s</td></tr>",
                    Markup.escape(setting.key()), Markup.escape(setting.value()), Markup.escape(setting.origin()));
        }
        page.add("</table></div>");
    }

    private static String text(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        return value instanceof Double number ? String.format(Locale.ROOT, "%.6g", number) : String.valueOf(value);
    }

    private static String shortName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(RunPage.class.getResourceAsStream("run-page.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
