package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.progress.Console;

/** Fields of one variable from several files, one after the other in time. */
final class Joined {
    private Joined() {}

    /** A variable of all these files. */
    static Field read(List<Path> files, String name, Console console) {
        List<Field> parts = new ArrayList<>();
        for (Path path : files) {
            try (NetcdfSource file = GriddedFiles.open(path)) {
                parts.add(Field.of(path, file, name, console));
            }
        }
        return of(parts);
    }

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
                    && field.packing().type() == first.packing().type()
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
