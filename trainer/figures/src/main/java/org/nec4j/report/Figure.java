package org.nec4j.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A figure of rates: accuracy or distortion against bytes an image on a logarithmic axis.
 *
 * @param title        first line
 * @param subtitle     what was measured and how, one line
 * @param series       one line each, drawn and listed in this order
 * @param uncompressed accuracy on the embedding as it left the encoder, a dashed line across
 * @param upwards      what a point's second number is
 */
public record Figure(String title, String subtitle, List<Series> series, OptionalDouble uncompressed, Upwards upwards) {
    /** What points are drawn up by, and along what. */
    public enum Upwards {
        /** A share between 0 and 1 along the bytes of a file, not of an image; points of one system make a curve. */
        ACCURACY_OF_FILES("accuracy", true) {
            @Override
            Axis axis(double least, double most, double start, double end) {
                return ACCURACY.axis(least, most, start, end);
            }

            @Override
            String text(double value) {
                return ACCURACY.text(value);
            }

            @Override
            String along() {
                return "bytes of the model (logarithmic)";
            }
        },
        /** A share between 0 and 1; points of one system make a curve. */
        ACCURACY("accuracy", true) {
            @Override
            Axis axis(double least, double most, double start, double end) {
                return Axis.shares(least, most, start, end);
            }

            @Override
            String text(double value) {
                return String.format(Locale.ROOT, "%.2f %%", 100 * value);
            }
        },
        /** The peak signal-to-noise ratio of a file's fields along the bytes that code them; points of one system make a curve. */
        PSNR("PSNR, dB", true) {
            @Override
            Axis axis(double least, double most, double start, double end) {
                double room = Math.max(0.06 * (most - least), 1);
                return Axis.numbers(least - room, most + room, start, end, 7);
            }

            @Override
            String text(double value) {
                return String.format(Locale.ROOT, "%.1f dB", value);
            }

            @Override
            String along() {
                return "bytes of the streams (logarithmic)";
            }
        },
        /** Any number from 0 on; points may differ in anything and make no curve. */
        DISTORTION("distortion", false) {
            @Override
            Axis axis(double least, double most, double start, double end) {
                double room = Math.max(0.06 * (most - least), 0.01 * most + Double.MIN_NORMAL);
                return Axis.numbers(least - room, most + room, start, end, 7);
            }

            @Override
            String text(double value) {
                return String.format(Locale.ROOT, "distortion %.5f", value);
            }
        };

        private final String label;
        private final boolean joined;

        Upwards(String label, boolean joined) {
            this.label = label;
            this.joined = joined;
        }

        String label() {
            return label;
        }

        /** What the other axis shows. */
        String along() {
            return "bytes an image (logarithmic)";
        }

        /** Whether lines join the points of a series. */
        boolean isJoined() {
            return joined;
        }

        abstract Axis axis(double least, double most, double start, double end);

        abstract String text(double value);
    }

    /** A figure of accuracies. */
    public Figure(String title, String subtitle, List<Series> series, OptionalDouble uncompressed) {
        this(title, subtitle, series, uncompressed, Upwards.ACCURACY);
    }

    public Figure {
        series = series.stream().filter(s -> !s.curve().points().isEmpty()).toList();
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a figure needs at least one point");
        }
    }

    /** The figure as a standalone SVG document. */
    public String toSvg() {
        FigureDrawing drawing = new FigureDrawing(this);
        SvgCanvas canvas = new SvgCanvas(drawing.width(), drawing.height());
        drawing.draw(canvas);
        return canvas.toSvg();
    }

    /** The figure as a PDF document of one page, for papers: the same drawing on white paper, its text in Helvetica. */
    public byte[] toPdf() {
        FigureDrawing drawing = new FigureDrawing(this);
        return PdfCanvas.draw(drawing.width(), drawing.height(), drawing::draw);
    }
}
