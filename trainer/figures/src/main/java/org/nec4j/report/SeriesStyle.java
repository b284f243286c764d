package org.nec4j.report;

import java.util.List;

/**
 * How a system is drawn: a colour and a marker that are its own, the same in every figure of every study. No two of the known systems
 * share both; a name that is not known gets a pair by its letters alone, among those that no known system has.
 *
 * @param ink    its colour
 * @param marker its shape
 */
record SeriesStyle(FigureCanvas.Ink ink, Marker marker) {
    /** The first eight are Okabe and Ito's without their yellow, which is too light on white; the others are out of Tol's muted scheme. */
    private static final List<List<String>> COLOURS = List.of(
            List.of("#0072b2", "#58b4f0"),
            List.of("#d55e00", "#f08a3c"),
            List.of("#009e73", "#2fc79b"),
            List.of("#cc79a7", "#e59cc4"),
            List.of("#56b4e9", "#9ad4f5"),
            List.of("#e69f00", "#f2bd4b"),
            List.of("#1f2933", "#e6edf3"),
            List.of("#7a7a7a", "#a5a5a5"),
            List.of("#882255", "#d0679c"),
            List.of("#999933", "#c9c95c"),
            List.of("#332288", "#8f83e0"),
            List.of("#44aa99", "#7fd6c8"),
            List.of("#661100", "#c9745f"),
            List.of("#aa4499", "#d98acd"));

    /** In this order for ever: a new system is added at the end, so that no other changes its look. */
    static final List<String> KNOWN = List.of(
            "NEC",
            "JPEG 2000",
            "nec4j transform",
            "UQE + zstd",
            "NEC hyperprior",
            "JPEG",
            "raw + zstd",
            "float + zstd",
            "binary signs",
            "product quantisation",
            "KLT + rANS",
            "pooled int8",
            "PNG",
            "pooled binary signs",
            "UQE + zstd (a batch, as the paper)",
            "KLT + token DCT + rANS",
            "per-channel uniform + rANS",
            "pooled PCA + int8",
            "pooled low rank + int8",
            "pooled pruned + int8",
            "pooled sliced + int8",
            "raw half + zstd",
            "coded files",
            "estimated by the density",
            "nec4j trained",
            "nec4j trained pooled layer",
            "nec4j pooled layer",
            "nec4j layered",
            "WebP",
            "SZ3",
            "blocks, R = 2",
            "blocks, R = 3",
            "blocks, R = 4",
            "network tos");

    /** A shape around its centre: its corners in pixels, x and y in turn; none for a circle. */
    enum Marker {
        CIRCLE(List.of()),
        SQUARE(List.of(-3.6, -3.6, 3.6, -3.6, 3.6, 3.6, -3.6, 3.6)),
        TRIANGLE(List.of(0.0, -5.0, 4.6, 3.4, -4.6, 3.4)),
        DIAMOND(List.of(0.0, -5.0, 5.0, 0.0, 0.0, 5.0, -5.0, 0.0)),
        DOWN(List.of(0.0, 5.0, 4.6, -3.4, -4.6, -3.4));

        private static final double RADIUS = 4;

        private final List<Double> corners;

        Marker(List<Double> corners) {
            this.corners = corners;
        }

        /** The outline around a position, closed. */
        Outline at(double x, double y) {
            Outline outline = new Outline();
            if (corners.isEmpty()) {
                return outline.circle(x, y, RADIUS);
            }
            for (int i = 0; i < corners.size(); i += 2) {
                outline.to(x + corners.get(i), y + corners.get(i + 1));
            }
            return outline.close();
        }
    }

    /** The style of a system. */
    static SeriesStyle of(String system) {
        int known = KNOWN.indexOf(system);
        if (known >= 0) {
            return style(known);
        }
        int free = COLOURS.size() * Marker.values().length - KNOWN.size();
        return style(KNOWN.size() + Math.floorMod(system.hashCode(), free));
    }

    /** Pair number i: colours in turn, so that the first ones differ most, the marker moving on with every colour and every round. */
    static SeriesStyle style(int i) {
        List<String> colour = COLOURS.get(i % COLOURS.size());
        int round = i / COLOURS.size();
        return new SeriesStyle(
                new FigureCanvas.Ink("c" + i % COLOURS.size(), colour.get(0), colour.get(1)),
                Marker.values()[(i % COLOURS.size() + round) % Marker.values().length]);
    }
}
