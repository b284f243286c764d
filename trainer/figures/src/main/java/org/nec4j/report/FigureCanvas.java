package org.nec4j.report;

/** What a figure is drawn on, whatever the kind of file. Positions in pixels from the upper left corner; later parts lie on top. */
interface FigureCanvas {
    /**
     * A colour on light paper and the one that takes its place on dark paper where the file can change with its page.
     *
     * @param name  a word of its own, usable as a class of CSS
     * @param light {@code #rrggbb}
     * @param dark  {@code #rrggbb}
     */
    record Ink(String name, String light, String dark) {
        static final Ink PAPER = new Ink("paper", "#ffffff", "#161b22");
        static final Ink TEXT = new Ink("ink", "#1f2933", "#e6edf3");
        static final Ink SOFT = new Ink("soft", "#5b6673", "#9da7b3");
        static final Ink GRID = new Ink("grid", "#e6e9ee", "#2d343d");
    }

    /**
     * How a line is drawn.
     *
     * @param width   in pixels
     * @param opacity 0 to 1
     * @param dashed  whether in dashes of 5 and gaps of 4 pixels
     */
    record Stroke(double width, double opacity, boolean dashed) {
        static Stroke of(double width) {
            return new Stroke(width, 1, false);
        }
    }

    /** Where a text lies around its position. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * How a text is written.
     *
     * @param size in pixels
     * @param halo whether paper shows around the letters, so that what lies below does not disturb
     */
    record Letters(double size, boolean bold, boolean halo) {
        static final Letters PLAIN = new Letters(14, false, false);
        static final Letters BOLD = new Letters(14, true, false);
    }

    /** A line along a path. */
    void line(Outline path, Ink ink, Stroke stroke);

    /** A closed path, filled and edged; a canvas that can show {@code title} when it is pointed at, which may be empty. */
    void area(Outline path, Ink fill, Ink edge, double edgeWidth, String title);

    /** One line of text, its baseline at y. */
    void text(String text, double x, double y, Ink ink, Letters letters, Anchor anchor);
}
