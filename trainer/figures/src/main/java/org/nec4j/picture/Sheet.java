package org.nec4j.picture;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.data.ByteImage;
import org.nec4j.kernel.Enlarging;
import org.nec4j.picture.Canvas.Anchor;
import org.nec4j.report.Ticks;

/**
 * The picture that {@code show} writes: a row an image and codec, each with the original, the reconstruction and the map of bits a token.
 * All maps of a sheet have one colour scale.
 */
final class Sheet {
    private static final int INK = 0x1f2933;
    private static final int GREY = 0x5b6673;
    private static final int RULE = 0xdde1e7;
    private static final int MARGIN = 32;
    private static final int GAP = 24;
    private static final int HEAD = 92;
    private static final int FOOT = 62;
    private static final int LEGEND = 86;
    private static final int BAR = 14;
    /** Panels are enlarged to about this many pixels, by whole factors. */
    private static final int PANEL = 400;

    private final List<Shown> rows;
    private final int scale;
    private final int panel; // width
    private final int tall;
    private final ColourScale colours;
    private final Canvas canvas;

    private Sheet(List<Shown> rows, Optional<Double> stated) {
        this.rows = rows;
        int width = rows.stream().mapToInt(row -> row.original().width()).max().orElseThrow();
        int height =
                rows.stream().mapToInt(row -> row.original().height()).max().orElseThrow();
        this.scale = Math.max(1, Math.round((float) PANEL / Math.max(width, height)));
        this.panel = width * scale;
        this.tall = height * scale;
        double most =
                rows.stream().mapToDouble(row -> row.patchBits().getMax()).max().orElseThrow();
        double least =
                rows.stream().mapToDouble(row -> row.patchBits().getMin()).min().orElseThrow();
        // From 0 where that leaves differences to be seen.
        this.colours = stated.map(bits -> new ColourScale(0, bits))
                .orElseGet(() -> new ColourScale(least < most / 2 ? 0 : least, Math.max(most, least + 1e-3)));
        this.canvas = new Canvas(
                2 * MARGIN + 3 * panel + 2 * GAP + LEGEND, MARGIN + rows.size() * (HEAD + tall + FOOT + MARGIN));
    }

    /** @param stated what the brightest colour stands for, for sheets that are to be compared; nothing takes the dearest patch */
    static ByteImage draw(List<Shown> rows, Optional<Double> stated) {
        Sheet sheet = new Sheet(rows, stated);
        for (int i = 0; i < rows.size(); i++) {
            sheet.row(rows.get(i), MARGIN + i * (HEAD + sheet.tall + FOOT + MARGIN));
        }
        return sheet.canvas.toImage();
    }

    private void row(Shown shown, int top) {
        int left = MARGIN;
        int middle = MARGIN + panel + GAP;
        int right = middle + panel + GAP;
        int edge = right + panel + LEGEND;
        if (top > MARGIN) {
            canvas.rectangle(MARGIN, top - MARGIN / 2.0, edge - MARGIN, 1, RULE);
        }
        double room = edge - MARGIN - Typeface.SEMIBOLD.width(size(shown), 22) - GAP;
        canvas.text(
                Typeface.SEMIBOLD,
                22,
                INK,
                left,
                top + 22,
                Anchor.START,
                fitted(shown.name(), Typeface.SEMIBOLD, 22, room));
        canvas.text(Typeface.SEMIBOLD, 22, INK, edge, top + 22, Anchor.END, size(shown));
        canvas.text(
                Typeface.REGULAR,
                15,
                GREY,
                left,
                top + 46,
                Anchor.START,
                fitted(shown.codec(), Typeface.REGULAR, 15, room));
        canvas.text(Typeface.REGULAR, 15, GREY, edge, top + 46, Anchor.END, spent(shown));

        int y = top + HEAD;
        caption(left, y, "Original");
        caption(middle, y, "Reconstructed from the decoded bytes");
        caption(right, y, "Bits a token");
        canvas.image(shown.original(), left, y, scale);
        canvas.image(shown.reconstructed(), middle, y, scale);
        map(shown, right, y);
        legend(right + panel + 14, y);

        int foot = y + tall + 24;
        ByteImage original = shown.original();
        note(
                left,
                foot,
                original.width() + " × " + original.height() + " pixels, " + count(original.samples().length)
                        + " bytes of samples");
        note(middle, foot, decibels(shown.psnr()));
        if (shown.borrowed()) {
            note(middle, foot + 21, "each patch with the original's own mean and contrast");
        }
        note(right, foot, patches(shown, colours));
        canvas.rectangle(right, foot + 9, 13, 13, colours.colour(shown.costs().ofToken(0)));
        note(right + 20, foot + 21, classToken(shown, colours));
    }

    private void caption(int x, int y, String text) {
        canvas.text(Typeface.SEMIBOLD, 15, INK, x, y - 10, Anchor.START, text);
    }

    private void note(int x, int y, String text) {
        canvas.text(Typeface.REGULAR, 14, GREY, x, y, Anchor.START, text);
    }

    private void map(Shown shown, int left, int top) {
        int width = shown.original().width();
        int height = shown.original().height();
        int patches = shown.costs().tokens() - 1;
        int columns = patches / Enlarging.rows(patches, height, width);
        double cell = Math.min(panel, (double) tall * width / height) / columns;
        for (int token = 1; token < shown.costs().tokens(); token++) {
            double x = Math.floor((token - 1) % columns * cell);
            double y = Math.floor((token - 1) / columns * cell);
            canvas.rectangle(
                    left + x,
                    top + y,
                    Math.ceil(cell),
                    Math.ceil(cell),
                    colours.colour(shown.costs().ofToken(token)));
        }
    }

    private void legend(int left, int top) {
        double span = colours.high() - colours.low();
        for (int i = 0; i < tall; i++) {
            double share = (double) (tall - 1 - i) / (tall - 1);
            canvas.rectangle(left, top + i, BAR, 1, colours.colour(colours.low() + share * span));
        }
        Ticks ticks = Ticks.within(colours.low(), colours.high(), 6);
        for (double tick : ticks.values()) {
            double y = top + (tall - 1) * (1 - (tick - colours.low()) / span);
            canvas.rectangle(left + BAR, y - 0.5, 5, 1, GREY);
            double baseline = Math.max(top + 10, Math.min(top + tall, y + 5));
            canvas.text(Typeface.REGULAR, 14, GREY, left + BAR + 9, baseline, Anchor.START, ticks.label(tick));
        }
    }

    private static String size(Shown shown) {
        return count(shown.bytes()) + " bytes"
                + String.format(Locale.ROOT, ", %.3g bits a pixel", shown.bitsPerPixel());
    }

    private static String spent(Shown shown) {
        double times = (double) shown.original().samples().length / shown.bytes();
        return String.format(
                Locale.ROOT,
                "%s times smaller than its samples; the symbols alone cost %s bytes",
                times < 100 ? String.format(Locale.ROOT, "%.1f", times) : count(Math.round(times)),
                count(Math.round(shown.costs().total() / 8)));
    }

    /** Its square has a colour of the map's scale, which is made for patches: a price beyond it is said. */
    static String classToken(Shown shown, ColourScale colours) {
        double bits = shown.costs().ofToken(0);
        return String.format(Locale.ROOT, "class token %.1f bits", bits) + colours.beyond(bits);
    }

    static String patches(Shown shown, ColourScale colours) {
        DoubleSummaryStatistics bits = shown.patchBits();
        return String.format(
                        Locale.ROOT,
                        "patches %.1f bits on average, %.1f to %.1f",
                        bits.getAverage(),
                        bits.getMin(),
                        bits.getMax())
                + colours.beyond(bits.getMax());
    }

    private static String decibels(double psnr) {
        return Double.isInfinite(psnr) ? "exact" : String.format(Locale.ROOT, "PSNR %.2f dB", psnr);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The text, shortened in its middle where it does not fit: the ends of file names tell them apart. */
    private static String fitted(String text, Typeface face, double size, double room) {
        String shortened = text;
        for (int kept = text.length() - 1; kept > 8 && face.width(shortened, size) > room; kept--) {
            shortened = text.substring(0, kept / 2) + "…" + text.substring(text.length() - (kept - kept / 2));
        }
        return shortened;
    }
}
