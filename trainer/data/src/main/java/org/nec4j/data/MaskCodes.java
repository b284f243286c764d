package org.nec4j.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;

/**
 * What the values in a data set's masks stand for.
 *
 * @param classes    names of the classes
 * @param firstClass the value of the first class; the others follow
 * @param ignored    values of pixels that do not count
 */
public record MaskCodes(List<String> classes, int firstClass, List<Integer> ignored) {
    /** A class is one byte, and one value of it stands for no class. */
    private static final int MOST = 255;

    public MaskCodes {
        classes = List.copyOf(classes);
        ignored = List.copyOf(ignored);
        if (classes.size() > MOST) {
            throw new UserException("masks stand for " + classes.size() + " classes, expected at most " + MOST
                    + "; name them under classes in the data set's description");
        }
    }

    /** The class that a value stands for; nothing for one that is ignored or stands for none. */
    Optional<String> className(int value) {
        long label = (long) value - firstClass;
        return label < 0 || label >= classes.size() || ignored.contains(value)
                ? Optional.empty()
                : Optional.of(classes.get((int) label));
    }

    /**
     * Classes from 0, {@link PixelLabels#IGNORED} elsewhere, as where a mask of floating-point numbers holds NaN.
     *
     * @param name what the message calls the mask
     * @throws UserException if a pixel has a value that stands for nothing
     */
    ByteImage decode(Mask mask, String name) {
        Set<Integer> unlabelled = Set.copyOf(ignored);
        byte[] labels = new byte[mask.values().length];
        for (int i = 0; i < labels.length; i++) {
            int value = mask.values()[i];
            long label = (long) value - firstClass;
            if (value == Mask.NOTHING || unlabelled.contains(value)) {
                labels[i] = PixelLabels.IGNORED;
            } else if (label >= 0 && label < classes.size()) {
                labels[i] = (byte) label;
            } else {
                throw new UserException(String.format(
                        Locale.ROOT,
                        "%s: value %d at column %d, row %d stands for no class; classes are %d (%s) to %d (%s)%s",
                        name,
                        value,
                        i % mask.width(),
                        i / mask.width(),
                        firstClass,
                        classes.get(0),
                        firstClass + classes.size() - 1,
                        classes.get(classes.size() - 1),
                        ignored.isEmpty() ? "" : ", ignored are " + ignored));
            }
        }
        return new ByteImage(mask.width(), mask.height(), 1, labels);
    }
}
