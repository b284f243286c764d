package org.nec4j.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/**
 * A size in pixels, rows first.
 *
 * @param rows    H
 * @param columns W
 */
public record ImageSize(int rows, int columns) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})(?:\\s*x\\s*([0-9]{1,6}))?");

    public ImageSize {
        if (rows < 1 || columns < 1) {
            throw new UserException(
                    "a size of " + rows + " x " + columns + " pixels; rows and columns are whole numbers from 1 on");
        }
    }

    /** Reads {@code 128}, a square, or {@code 96x160}, rows first; throws UserException where it is something else. */
    public static ImageSize parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UserException(
                    "\"" + text + "\" is no size in pixels; write one number for a square, such as 128, or rows and"
                            + " columns, such as 96x160");
        }
        int rows = Integer.parseInt(matcher.group(1));
        return new ImageSize(rows, matcher.group(2) == null ? rows : Integer.parseInt(matcher.group(2)));
    }

    /** As many rows as columns. */
    public static ImageSize square(int side) {
        return new ImageSize(side, side);
    }

    /** Whether there are as many rows as columns. */
    public boolean isSquare() {
        return rows == columns;
    }

    /** H * W. */
    public int pixels() {
        return Math.multiplyExact(rows, columns);
    }

    /** Whether an image of so many pixels has fewer rows or columns. */
    public boolean exceeds(int width, int height) {
        return height < rows || width < columns;
    }

    /** Whether both have one aspect, so that resizing one to the other distorts nothing and cuts nothing off. */
    public boolean hasAspectOf(ImageSize other) {
        return (long) rows * other.columns == (long) other.rows * columns;
    }

    /** Rows become columns. */
    public ImageSize turned() {
        return new ImageSize(columns, rows);
    }

    /** What an image of so many pixels becomes when it just covers this size and its aspect stays; the longer side is cut off to whole pixels. */
    public ImageSize covering(int width, int height) {
        return (long) columns * height >= (long) rows * width
                ? new ImageSize((int) ((double) columns * height / width), columns)
                : new ImageSize(rows, (int) ((double) rows * width / height));
    }

    /** The largest part of this aspect in the middle of an image of so many pixels. */
    public Box middle(int width, int height) {
        boolean whole = (long) columns * height >= (long) rows * width;
        int w = whole ? width : (int) Math.rint((double) columns * height / rows);
        int h = whole ? (int) Math.rint((double) rows * width / columns) : height;
        return new Box((width - w) / 2, (height - h) / 2, w, h);
    }

    /** As {@link #parse} reads it. */
    public String written() {
        return isSquare() ? Integer.toString(rows) : rows + "x" + columns;
    }

    /** One number for a square, {@code 96 x 160} otherwise. */
    @Override
    public String toString() {
        return isSquare() ? Integer.toString(rows) : rows + " x " + columns;
    }
}
