package org.nec4j.report;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A standalone SVG document. Every colour is a plain attribute, which any program that knows SVG draws; a style sheet that browsers alone
 * read changes them on dark pages.
 */
final class SvgCanvas implements FigureCanvas {
    private final double width;
    private final double height;
    private final Map<String, Ink> inks = new TreeMap<>();
    private final Markup body = new Markup();

    SvgCanvas(double width, double height) {
        this.width = width;
        this.height = height;
        body.add(
                "<rect width=\"%.0f\" height=\"%.0f\" rx=\"8\" %s/>",
                width, height, colour("fill", FigureCanvas.Ink.PAPER));
    }

    @Override
    public void line(Outline path, Ink ink, Stroke stroke) {
        body.add(
                "<path d=\"%s\" fill=\"none\" %s stroke-width=\"%s\"%s%s/>",
                path.toSvg(),
                colour("stroke", ink),
                number(stroke.width()),
                stroke.opacity() < 1 ? " stroke-opacity=\"" + number(stroke.opacity()) + "\"" : "",
                stroke.dashed() ? " stroke-dasharray=\"5 4\"" : "");
    }

    @Override
    public void area(Outline path, Ink fill, Ink edge, double edgeWidth, String title) {
        body.add(
                "<path d=\"%s\" %s stroke-width=\"%s\"%s",
                path.toSvg(),
                both(fill, edge),
                number(edgeWidth),
                title.isEmpty() ? "/>" : "><title>" + Markup.escape(title) + "</title></path>");
    }

    @Override
    public void text(String text, double x, double y, Ink ink, Letters letters, Anchor anchor) {
        if (letters.halo()) {
            String paper = both(Ink.PAPER, Ink.PAPER) + " stroke-width=\"4\" stroke-linejoin=\"round\"";
            write(text, x, y, paper, letters, anchor);
        }
        write(text, x, y, colour("fill", ink), letters, anchor);
    }

    private void write(String text, double x, double y, String paint, Letters letters, Anchor anchor) {
        body.add(
                "<text x=\"%.1f\" y=\"%.1f\" %s%s%s%s>%s</text>",
                x,
                y,
                paint,
                letters.size() == Letters.PLAIN.size() ? "" : " font-size=\"" + number(letters.size()) + "\"",
                letters.bold() ? " font-weight=\"bold\"" : "",
                anchor == Anchor.START ? "" : " text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"",
                Markup.escape(text));
    }

    /** The document. */
    String toSvg() {
        Markup svg = new Markup();
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" "
                        + "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"14\">",
                width, height, width, height);
        svg.add("<style>@media (prefers-color-scheme: dark) {");
        inks.values()
                .forEach(ink -> svg.add(
                        ".f-%s { fill: %s } .s-%s { stroke: %s }", ink.name(), ink.dark(), ink.name(), ink.dark()));
        svg.add("}</style>");
        return svg.add("%s</svg>", body.toString()).toString();
    }

    private String colour(String property, Ink ink) {
        inks.put(ink.name(), ink);
        return "class=\"" + property.charAt(0) + "-" + ink.name() + "\" " + property + "=\"" + ink.light() + "\"";
    }

    private String both(Ink fill, Ink edge) {
        inks.put(fill.name(), fill);
        inks.put(edge.name(), edge);
        return "class=\"f-" + fill.name() + " s-" + edge.name() + "\" fill=\"" + fill.light() + "\" stroke=\""
                + edge.light() + "\"";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
