package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nec4j.eval.ClassificationScores;
import org.nec4j.export.Rates;

/**
 * What {@code nec4j eval} measured on the test images.
 *
 * @param dataset               the data set
 * @param head                  the head
 * @param metric                what accuracy is: "accuracy", or "mAP@20" for retrieval
 * @param accuracy              the head's score on decoded embeddings, 0 to 1, mean over the seeds; a classifier's is the share
 *                              of test images whose class it finds
 * @param accuracyLow           lower end of its 95 % interval over test images, Wilson's
 * @param accuracyHigh          upper end
 * @param macroF1               mean F1 over the classes, of the first seed; 0 for a head that gives no classes
 * @param images                number of test images
 * @param meanBytesPerImage     of their streams, header and checksum included
 * @param uncompressedAccuracy  of the same head on the embedding before quantization
 * @param codecDigest           which codec it was
 * @param rates                 of a test image, from the estimate in training to its file
 * @param byClass               one row a class, of the first seed; none for a head that gives no classes
 * @param confusion             [true class, predicted class], counts, in the order of byClass
 */
public record Evaluated(
        String dataset,
        String head,
        String metric,
        double accuracy,
        double accuracyLow,
        double accuracyHigh,
        double macroF1,
        int images,
        double meanBytesPerImage,
        double uncompressedAccuracy,
        String codecDigest,
        Rates rates,
        List<ClassRow> byClass,
        int[][] confusion) {

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

    static List<ClassRow> byClass(ClassificationScores scores, List<String> names) {
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
                100 * accuracy,
                100 * accuracyLow,
                100 * accuracyHigh,
                meanBytesPerImage,
                images,
                100 * uncompressedAccuracy,
                isWithinNoise() ? ", a difference within noise" : "");
    }

    /** Whether the interval of the decoded embeddings' score holds that of the uncompressed ones: the images do not tell the two apart. */
    public boolean isWithinNoise() {
        return accuracyLow <= uncompressedAccuracy && uncompressedAccuracy <= accuracyHigh;
    }

    /** One line a class for people, under a heading; nothing for a head that gives no classes. */
    public List<String> table() {
        if (byClass.isEmpty()) {
            return List.of();
        }
        int width = byClass.stream().mapToInt(row -> row.name().length()).max().orElseThrow();
        String form = "%-" + Math.max(width, 5) + "s  %6s  %5s  %6s  %s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, form, "class", "images", "found", "F1 %", "taken most often for"));
        for (ClassRow row : byClass) {
            String f1 = String.format(Locale.ROOT, "%.1f", 100 * row.f1());
            lines.add(String.format(Locale.ROOT, form, row.name(), row.images(), row.found(), f1, row.mostly())
                    .stripTrailing());
        }
        return lines;
    }

    /** Writes all numbers as JSON, keys in snake case. */
    public void write(Path file) {
        EvaluationJson.write(this, file);
    }
}
