package org.nec4j.codec.grid;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;

/**
 * A variable of an archive: frames [times, levels] of maps [height, width].
 *
 * @param name      of it
 * @param times     length of the first axis
 * @param levels    product of the axes between time and map
 * @param height    rows
 * @param width     columns
 * @param type      of stored numbers
 * @param scale     value = stored * scale + offset
 * @param offset    see above
 * @param missing   the stored number that stands for a missing one, 0 where none is missing
 * @param tolerance the largest difference of a value to the original one, 0 where none is promised
 */
public record GridVariable(
        String name,
        int times,
        int levels,
        int height,
        int width,
        CellType type,
        double scale,
        double offset,
        double missing,
        double tolerance) {
    /** A map of so many cells is decoded at once. */
    static final int MOST_CELLS = 1 << 22;

    private static final int MOST_FRAMES = 1 << 24;

    public GridVariable {
        if (times < 1 || levels < 1 || (long) times * levels > MOST_FRAMES) {
            throw new UserException("variable " + name + " has " + times + " times of " + levels
                    + " levels, and an archive holds between 1 and " + MOST_FRAMES + " maps of one");
        }
        if (height < 1 || width < 1 || (long) height * width > MOST_CELLS) {
            throw new UserException("variable " + name + " has maps of " + height + " x " + width
                    + " cells, and an archive holds maps of 1 to " + MOST_CELLS);
        }
        if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
            throw new UserException("variable " + name + " is packed by scale " + scale + " and offset " + offset
                    + "; the one must not be 0 and both be numbers");
        }
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new UserException("variable " + name + " has a tolerance of " + tolerance + "; it is 0 or above");
        }
    }

    /** Cells of a map. */
    public int cells() {
        return height * width;
    }

    /** Bytes of all numbers as they were stored. */
    public long bytes() {
        return (long) times * levels * cells() * type.bytes();
    }

    /** Distance of neighbouring values that a residual can reach, in stored units; whole for whole numbers. */
    double step() {
        double largest = tolerance / Math.abs(scale);
        return type.isWhole() ? 2 * Math.floor(largest) + 1 : 2 * largest;
    }

    double unpacked(double stored) {
        return stored * scale + offset;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("shape", java.util.List.of(times, levels, height, width));
        json.put("type", type.word());
        json.put("scale", scale);
        json.put("offset", offset);
        json.put("missing", Long.toHexString(type.bits(missing)));
        json.put("tolerance", tolerance);
        return json;
    }

    static GridVariable of(JsonObject json) {
        java.util.List<Double> shape = json.numbers("shape");
        if (shape.size() != 4 || shape.stream().anyMatch(n -> n != Math.rint(n) || n < 0 || n > Integer.MAX_VALUE)) {
            throw new UserException("has a variable whose shape is not four whole numbers");
        }
        CellType type = CellType.of(json.text("type"));
        String missing = json.text("missing");
        if (!missing.matches("[0-9a-f]{1,16}")) {
            throw new UserException("has a variable whose missing number is not hexadecimal");
        }
        return new GridVariable(
                json.text("name"),
                shape.get(0).intValue(),
                shape.get(1).intValue(),
                shape.get(2).intValue(),
                shape.get(3).intValue(),
                type,
                json.number("scale"),
                json.number("offset"),
                type.value(Long.parseUnsignedLong(missing, 16)),
                json.number("tolerance"));
    }
}
