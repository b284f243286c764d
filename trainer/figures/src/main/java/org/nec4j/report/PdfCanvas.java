package org.nec4j.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/** A PDF document of one page without margins, a pixel being a point. It names its fonts and holds none: every reader of PDF has these. */
final class PdfCanvas implements FigureCanvas {
    private final PDPageContentStream page;
    private final double height;
    private final PDFont plain = new PDType1Font(FontName.HELVETICA);
    private final PDFont bold = new PDType1Font(FontName.HELVETICA_BOLD);

    private PdfCanvas(PDPageContentStream page, double height) {
        this.page = page;
        this.height = height;
    }

    /** The document; the same drawing gives the same bytes. */
    static byte[] draw(double width, double height, Consumer<FigureCanvas> drawing) {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle((float) width, (float) height));
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                drawing.accept(new PdfCanvas(content, height));
            }
            makeReproducible(document);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PDFBox would write the time of day into the document's date and identity. */
    private static void makeReproducible(PDDocument document) {
        Calendar epoch = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        epoch.setTimeInMillis(0);
        document.getDocumentInformation().setCreationDate(epoch);
        document.getDocumentInformation().setModificationDate(epoch);
        COSArray identity = new COSArray();
        identity.add(new COSString("nec4j figure 001"));
        identity.add(new COSString("nec4j figure 001"));
        document.getDocument().setDocumentID(identity);
        document.setDocumentId(0L);
    }

    @Override
    public void line(Outline path, Ink ink, Stroke stroke) {
        written(() -> {
            page.saveGraphicsState();
            PDExtendedGraphicsState state = new PDExtendedGraphicsState();
            state.setStrokingAlphaConstant((float) stroke.opacity());
            page.setGraphicsStateParameters(state);
            page.setStrokingColor(Color.decode(ink.light()));
            page.setLineWidth((float) stroke.width());
            if (stroke.dashed()) {
                page.setLineDashPattern(new float[] {5, 4}, 0);
            }
            outline(path);
            page.stroke();
            page.restoreGraphicsState();
        });
    }

    @Override
    public void area(Outline path, Ink fill, Ink edge, double edgeWidth, String title) {
        written(() -> {
            page.setNonStrokingColor(Color.decode(fill.light()));
            page.setStrokingColor(Color.decode(edge.light()));
            page.setLineWidth((float) edgeWidth);
            outline(path);
            page.fillAndStroke();
        });
    }

    @Override
    public void text(String text, double x, double y, Ink ink, Letters letters, Anchor anchor) {
        written(() -> {
            PDFont font = letters.bold() ? bold : plain;
            String known = encodable(font, text);
            double length = font.getStringWidth(known) / 1000 * letters.size();
            double left =
                    switch (anchor) {
                        case START -> x;
                        case MIDDLE -> x - length / 2;
                        case END -> x - length;
                    };
            if (letters.halo()) {
                page.setStrokingColor(Color.decode(Ink.PAPER.light()));
                page.setLineWidth(4);
                write(known, left, y, font, letters.size(), RenderingMode.STROKE);
            }
            page.setNonStrokingColor(Color.decode(ink.light()));
            write(known, left, y, font, letters.size(), RenderingMode.FILL);
        });
    }

    private void write(String text, double x, double y, PDFont font, double size, RenderingMode mode)
            throws IOException {
        page.beginText();
        page.setFont(font, (float) size);
        page.setRenderingMode(mode);
        page.newLineAtOffset((float) x, (float) (height - y));
        page.showText(text);
        page.endText();
    }

    private void outline(Outline path) throws IOException {
        for (Outline.Part part : path.parts()) {
            double[] n = part.numbers();
            switch (part.kind()) {
                case MOVE -> page.moveTo((float) n[0], up(n[1]));
                case LINE -> page.lineTo((float) n[0], up(n[1]));
                case CURVE -> page.curveTo((float) n[0], up(n[1]), (float) n[2], up(n[3]), (float) n[4], up(n[5]));
                case CLOSE -> page.closePath();
            }
        }
    }

    private float up(double y) {
        return (float) (height - y);
    }

    /** Letters that Helvetica's encoding has not become question marks. */
    private static String encodable(PDFont font, String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(c -> {
            String letter = Character.toString(c);
            try {
                font.encode(letter);
                known.append(letter);
            } catch (IOException | IllegalArgumentException e) {
                known.append('?');
            }
        });
        return known.toString();
    }

    private static void written(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
