package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureTest {
    private static final Figure FIGURE = new Figure(
            "Example <&>",
            "nothing at λ",
            List.of(
                    series("A & <b>", false, new RatePoint("coarse", 200, 0.72, 0.70, 0.75), point(2000, 0.89)),
                    series("JPEG", true, point(300, 0.6), point(900, 0.7))),
            OptionalDouble.of(0.9));

    @Test
    void theSvgHoldsEveryPoint() throws Exception {
        Document document = parsed(FIGURE.toSvg());
        NodeList titles = document.getElementsByTagName("title");
        assertThat(titles.getLength()).isEqualTo(4);
        assertThat(titles.item(2).getTextContent()).isEqualTo("A & <b>, coarse: 200 bytes, 72.00 %");
        assertThat(FIGURE.toSvg()).contains("JPEG (published)").contains("1 kB");
    }

    /** Viewers of pictures, LaTeX and word processors know neither variables of CSS nor what a page prefers. */
    @Test
    void theSvgIsColouredByPlainAttributesAlone() throws Exception {
        Document document = parsed(FIGURE.toSvg());
        assertThat(FIGURE.toSvg()).doesNotContain("var(").doesNotContain("style=");
        List<Element> drawn = new ArrayList<>();
        for (String tag : List.of("path", "rect", "text")) {
            NodeList elements = document.getElementsByTagName(tag);
            for (int i = 0; i < elements.getLength(); i++) {
                drawn.add((Element) elements.item(i));
            }
        }
        assertThat(drawn).hasSizeGreaterThan(30);
        for (Element element : drawn) {
            assertThat(element.getAttribute("fill")).as(element.getTagName()).matches("#[0-9a-f]{6}|none");
            if (element.getAttribute("fill").equals("none")) {
                assertThat(element.getAttribute("stroke")).matches("#[0-9a-f]{6}");
            }
        }
    }

    @Test
    void thePdfSaysTheSameOnOnePage() throws IOException {
        byte[] bytes = FIGURE.toPdf();
        assertThat(bytes).isEqualTo(FIGURE.toPdf());
        try (PDDocument document = Loader.loadPDF(bytes)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Example <&>", "nothing at ?", "JPEG (published)", "1 kB", "accuracy");
        }
    }

    @Test
    void aSystemLooksTheSameInEveryFigure() throws Exception {
        Figure alone = new Figure(
                "t", "s", List.of(series("JPEG", false, point(300, 0.6), point(900, 0.7))), OptionalDouble.empty());
        assertThat(edgeOf("JPEG", alone)).isEqualTo(edgeOf("JPEG", FIGURE));
    }

    @Test
    void noTwoKnownSystemsLookAlike() {
        Set<SeriesStyle> styles = new HashSet<>();
        for (String system : SeriesStyle.KNOWN) {
            assertThat(styles.add(SeriesStyle.of(system))).as(system).isTrue();
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(styles).doesNotContain(SeriesStyle.of("unheard of " + i));
        }
    }

    @Test
    void theFirstFigureShowsWhatAReaderWouldChooseFrom() {
        List<Curve> curves = List.of(
                new Curve("worse", List.of(point(100, 0.3), point(900, 0.5))),
                new Curve("better", List.of(point(100, 0.4), point(900, 0.7))),
                new Curve("ours", List.of(point(500, 0.2))),
                new Curve("worst", List.of(point(2000, 0.1))));
        assertThat(Comparison.leading(curves, "ours", 3)).containsExactly("ours", "better", "worse");
    }

    @Test
    void withoutPointsIsRefused() {
        assertThatThrownBy(() -> new Figure("t", "s", List.of(), OptionalDouble.empty()))
                .hasMessageContaining("at least one point");
    }

    private static String edgeOf(String system, Figure figure) throws Exception {
        NodeList titles = parsed(figure.toSvg()).getElementsByTagName("title");
        for (int i = 0; i < titles.getLength(); i++) {
            if (titles.item(i).getTextContent().startsWith(system)) {
                return ((Element) titles.item(i).getParentNode()).getAttribute("stroke");
            }
        }
        throw new AssertionError("no point of " + system);
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static Series series(String system, boolean published, RatePoint... points) {
        return new Series(new Curve(system, List.of(points)), published);
    }

    private static RatePoint point(double bytes, double accuracy) {
        return RatePoint.exact("x", bytes, accuracy);
    }
}
