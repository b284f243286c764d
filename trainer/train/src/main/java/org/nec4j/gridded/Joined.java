package org.nec4j.gridded;

import java.util.List;
import org.nec4j.codec.error.UserException;

/** Fields of one variable from several files, one after the other in time. */
final class Joined {
    private Joined() {}

    /** Throws UserException where maps, levels or packings differ. */
    static Field of(List<Field> fields) {
        Field first = fields.get(0);
        if (fields.size() == 1) {
            return first;
        }
        int numbers = 0;
        int times = 0;
        for (Field field : fields) {
            boolean alike = field.height() == first.height()
                    && field.width() == first.width()
                    && field.levels() == first.levels()
                    && field.variable().type() == first.variable().type()
                    && field.packing().scale() == first.packing().scale()
                    && field.packing().offset() == first.packing().offset();
            if (!alike) {
                throw new UserException(
                        field.source() + ": variable " + field.name() + " has other maps, levels or numbers than in "
                                + first.source() + "; train on files that agree");
            }
            numbers = Math.addExact(numbers, field.stored().length);
            times += field.times();
        }
        double[] stored = new double[numbers];
        int at = 0;
        for (Field field : fields) {
            System.arraycopy(field.stored(), 0, stored, at, field.stored().length);
            at += field.stored().length;
        }
        return new Field(
                first.source(),
                first.variable(),
                first.packing(),
                times,
                first.levels(),
                first.height(),
                first.width(),
                stored);
    }
}
