package org.nec4j.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Outlines of letters out of a resource of this program. Java's own text needs a font and a font configuration of the system, which
 * servers and containers often lack.
 */
final class Typeface {
    private static final Pattern COMMAND = Pattern.compile("([MLHVCQZ])|(-?\\d+)");

    static final Typeface REGULAR = read("inter-regular.txt");
    static final Typeface SEMIBOLD = read("inter-semibold.txt");

    private final double units;
    private final Map<Integer, Glyph> glyphs;

    private record Glyph(double advance, Path2D outline) {}

    private Typeface(double units, Map<Integer, Glyph> glyphs) {
        this.units = units;
        this.glyphs = glyphs;
    }

    /** Width of a line of text at a size in pixels. */
    double width(String text, double size) {
        return text.codePoints().mapToDouble(c -> glyph(c).advance).sum() * size / units;
    }

    /** The outline of a line of text whose baseline begins at (x, y); y grows downwards. */
    Path2D outline(String text, double x, double y, double size) {
        double scale = size / units;
        Path2D whole = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double at = x;
        for (int c : text.codePoints().toArray()) {
            Glyph glyph = glyph(c);
            whole.append(new AffineTransform(scale, 0, 0, -scale, at, y).createTransformedShape(glyph.outline), false);
            at += glyph.advance * scale;
        }
        return whole;
    }

    /** A character that is not there shows as a question mark. */
    private Glyph glyph(int character) {
        Glyph found = glyphs.get(character);
        return found == null ? Objects.requireNonNull(glyphs.get((int) '?')) : found;
    }

    private static Typeface read(String resource) {
        double units = 0;
        Map<Integer, Glyph> glyphs = new HashMap<>();
        InputStream stream = Objects.requireNonNull(Typeface.class.getResourceAsStream(resource), resource);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("units")) {
                    units = Double.parseDouble(words[1]);
                } else if (!words[0].equals("#")) {
                    Path2D outline = words.length == 3 ? path(words[2]) : new Path2D.Double();
                    glyphs.put(Integer.parseInt(words[0], 16), new Glyph(Double.parseDouble(words[1]), outline));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Typeface(units, glyphs);
    }

    /** SVG path data with absolute commands. */
    private static Path2D path(String data) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        char command = 'M';
        double[] numbers = new double[6];
        int count = 0;
        Matcher tokens = COMMAND.matcher(data);
        while (tokens.find()) {
            if (tokens.group(1) != null) {
                command = tokens.group(1).charAt(0);
                count = 0;
                if (command == 'Z') {
                    path.closePath();
                }
                continue;
            }
            numbers[count++] = Double.parseDouble(tokens.group(2));
            if (count == numbersOf(command)) {
                draw(path, command, numbers);
                command = command == 'M' ? 'L' : command; // further pairs after a move are lines
                count = 0;
            }
        }
        return path;
    }

    private static int numbersOf(char command) {
        return switch (command) {
            case 'H', 'V' -> 1;
            case 'Q' -> 4;
            case 'C' -> 6;
            default -> 2;
        };
    }

    private static void draw(Path2D path, char command, double[] n) {
        switch (command) {
            case 'M' -> path.moveTo(n[0], n[1]);
            case 'L' -> path.lineTo(n[0], n[1]);
            case 'H' -> path.lineTo(n[0], path.getCurrentPoint().getY());
            case 'V' -> path.lineTo(path.getCurrentPoint().getX(), n[0]);
            case 'Q' -> path.quadTo(n[0], n[1], n[2], n[3]);
            case 'C' -> path.curveTo(n[0], n[1], n[2], n[3], n[4], n[5]);
            default -> throw new IllegalArgumentException("path command " + command);
        }
    }
}
