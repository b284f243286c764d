package org.nec4j.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.nec4j.data.ByteImage;

/** A white sheet of pixels that takes text, rectangles and images. */
final class Canvas {
    private final BufferedImage pixels;
    private final Graphics2D graphics;

    Canvas(int width, int height) {
        this.pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = pixels.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        rectangle(0, 0, width, height, 0xffffff);
    }

    /** Where a line of text stands relative to its x. */
    enum Anchor {
        START,
        END
    }

    void text(Typeface face, double size, int colour, double x, double baseline, Anchor anchor, String text) {
        double start = anchor == Anchor.END ? x - face.width(text, size) : x;
        graphics.setColor(new Color(colour));
        graphics.fill(face.outline(text, start, baseline, size));
    }

    void rectangle(double x, double y, double width, double height, int colour) {
        graphics.setColor(new Color(colour));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    /** An image with every pixel as a square of {@code scale}; the first three channels, or the only one as grey. */
    void image(ByteImage image, int x, int y, int scale) {
        boolean colour = image.channels() >= 3;
        for (int row = 0; row < image.height() * scale; row++) {
            for (int column = 0; column < image.width() * scale; column++) {
                int red = image.at(column / scale, row / scale, 0);
                int green = colour ? image.at(column / scale, row / scale, 1) : red;
                int blue = colour ? image.at(column / scale, row / scale, 2) : red;
                pixels.setRGB(x + column, y + row, red << 16 | green << 8 | blue);
            }
        }
    }

    /** What was drawn. */
    ByteImage toImage() {
        int width = pixels.getWidth();
        byte[] samples = new byte[width * pixels.getHeight() * 3];
        for (int i = 0; i < samples.length / 3; i++) {
            int rgb = pixels.getRGB(i % width, i / width);
            samples[3 * i] = (byte) (rgb >> 16);
            samples[3 * i + 1] = (byte) (rgb >> 8);
            samples[3 * i + 2] = (byte) rgb;
        }
        return new ByteImage(width, pixels.getHeight(), 3, samples);
    }
}
