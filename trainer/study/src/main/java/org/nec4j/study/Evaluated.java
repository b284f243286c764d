package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.eval.ClassificationScores;
import org.nec4j.export.Rates;

/**
 * What {@code nec4j eval} measured on the test images.
 *
 * @param dataset     the data set
 * @param head        the head
 * @param metric      what the score is: "accuracy", the share of test images whose class a classifier finds, or "mAP@20" for retrieval
 * @param score       the head's
 * @param images      number of test images
 * @param codecDigest which codec it was
 * @param rates       of a test image, from the estimate in training to its file
 * @param classes     class by class
 */
public record Evaluated(
        String dataset,
        String head,
        String metric,
        Score score,
        int images,
        String codecDigest,
        Rates rates,
        Classes classes) {

    /**
     * What the first seed made of every class.
     *
     * @param macroF1   mean F1 over the classes; 0 for a head that gives no classes
     * @param rows      one a class; none for a head that gives no classes
     * @param confusion [true class, predicted class], counts, in the order of the rows
     */
    @SuppressWarnings("ArrayRecordComponent") // counts, compared by nobody
    public record Classes(double macroF1, List<ClassRow> rows, int[][] confusion) {
        static final Classes NONE = new Classes(0, List.of(), new int[0][]);

        static Classes of(ClassificationScores scores, List<String> names) {
            return new Classes(scores.macroF1(), Evaluated.rows(scores, names), scores.confusion());
        }
    }

    /**
     * One class.
     *
     * @param name   its name
     * @param images its test images
     * @param found  how many of them were given this class
     * @param f1     harmonic mean of precision and recall
     * @param mostly the class that most of the others were given, with their number; empty if all were found
     */
    public record ClassRow(String name, int images, int found, double f1, String mostly) {}

    private static List<ClassRow> rows(ClassificationScores scores, List<String> names) {
        List<ClassRow> rows = new ArrayList<>();
        for (int c = 0; c < names.size() && c < scores.f1().length; c++) {
            int[] given = scores.confusion()[c];
            int images = 0;
            int worst = -1;
            for (int p = 0; p < given.length; p++) {
                images += given[p];
                if (p != c && given[p] > 0 && (worst < 0 || given[p] > given[worst])) {
                    worst = p;
                }
            }
            String mostly = worst < 0 ? "" : names.get(worst) + " (" + given[worst] + ")";
            rows.add(new ClassRow(names.get(c), images, given[c], scores.f1()[c], mostly));
        }
        return List.copyOf(rows);
    }

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s, %s head: %s %.2f %% (%.1f - %.1f) at %.1f bytes an image on %d test images; %.2f %% on the uncompressed embedding%s",
                dataset,
                head,
                metric,
                100 * score.decoded(),
                100 * score.interval().low(),
                100 * score.interval().high(),
                meanBytesPerImage(),
                images,
                100 * score.uncompressed(),
                score.isWithinNoise() ? ", a difference within noise" : "");
    }

    /** Bytes of a test image's stream, header and checksum included. */
    public double meanBytesPerImage() {
        return rates.fileBytes();
    }

    /** One line a class for people, under a heading; nothing for a head that gives no classes. */
    public List<String> table() {
        if (classes.rows().isEmpty()) {
            return List.of();
        }
        int width = classes.rows().stream()
                .mapToInt(row -> row.name().length())
                .max()
                .orElseThrow();
        String form = "%-" + Math.max(width, 5) + "s  %6s  %5s  %6s  %s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, form, "class", "images", "found", "F1 %", "taken most often for"));
        for (ClassRow row : classes.rows()) {
            String f1 = String.format(Locale.ROOT, "%.1f", 100 * row.f1());
            lines.add(String.format(Locale.ROOT, form, row.name(), row.images(), row.found(), f1, row.mostly())
                    .stripTrailing());
        }
        return lines;
    }

    /** Writes all numbers as JSON, keys in snake case. */
    public void write(Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("dataset", dataset);
        all.put("head", head);
        all.put("metric", metric);
        EvaluationJson.put(all, "accuracy", score);
        all.put("macro_f1", classes.macroF1());
        all.put("images", images);
        all.put("mean_bytes_per_image", meanBytesPerImage());
        all.put("uncompressed_accuracy", score.uncompressed());
        all.put("codec_digest", codecDigest);
        all.put("rates", rates);
        all.put("by_class", classes.rows());
        all.put("confusion", classes.confusion());
        EvaluationJson.write(all, file);
    }
}
