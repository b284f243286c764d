package org.nec4j.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A rate-accuracy figure: accuracy against bytes an image on a logarithmic axis.
 *
 * @param title        first line
 * @param subtitle     what was measured and how, one line
 * @param series       one line each, drawn and listed in this order
 * @param uncompressed accuracy on the embedding as it left the encoder, a dashed line across
 */
public record Figure(String title, String subtitle, List<Series> series, OptionalDouble uncompressed) {
    public Figure {
        series = series.stream().filter(s -> !s.curve().points().isEmpty()).toList();
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a figure needs at least one point");
        }
    }

    /** The figure as a standalone SVG document. */
    public String toSvg() {
        return new SvgFigure(this).draw();
    }
}
