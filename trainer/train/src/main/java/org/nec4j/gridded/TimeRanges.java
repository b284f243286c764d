package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridTimes;
import org.nec4j.netcdf.NetcdfSource;

/** Whether the files have the times that an experiment states, told from their headers alone. */
public final class TimeRanges {
    private TimeRanges() {}

    /** Throws UserException where a variable is in one of the files no map, or has fewer times in all of them than a range reaches to. */
    public static void require(GridExperiment.Data data) {
        Map<String, Long> times = new LinkedHashMap<>();
        for (Path path : data.files()) {
            try (NetcdfSource file = GriddedFiles.open(path)) {
                for (String name : data.variables()) {
                    times.merge(name, Field.times(Field.shape(path, file, name)), Math::addExact);
                }
            }
        }
        times.forEach((name, count) -> {
            within(data.files(), name, count, "data.train", data.train());
            data.test().ifPresent(test -> within(data.files(), name, count, "data.test", test));
        });
    }

    private static void within(List<Path> files, String variable, long count, String key, GridTimes range) {
        if (range.to() > count) {
            throw new UserException(files.get(0)
                    + (files.size() == 1 ? ": variable " : " and the files behind it: variable ")
                    + variable + " has " + count + (count == 1 ? " time, and " : " times, and ") + key + " = " + range
                    + " ends at " + range.to() + "; lower it");
        }
    }
}
