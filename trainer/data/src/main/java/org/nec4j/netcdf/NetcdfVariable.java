package org.nec4j.netcdf;

import java.util.List;
import java.util.Optional;

/**
 * A field.
 *
 * @param name       of it
 * @param type       of its numbers
 * @param dimensions its axes, the slowest first, as places in the header's list
 * @param attributes what is said of it
 */
public record NetcdfVariable(String name, NetcdfType type, List<Integer> dimensions, List<NetcdfAttribute> attributes) {
    public NetcdfVariable {
        dimensions = List.copyOf(dimensions);
        attributes = List.copyOf(attributes);
    }

    /** The attribute of that name. */
    public Optional<NetcdfAttribute> attribute(String wanted) {
        return attributes.stream().filter(one -> one.name().equals(wanted)).findFirst();
    }

    /** What its bits are numbers of: the unsigned type of that width where {@code _Unsigned} is true, as classic files say what they have no type for. */
    public NetcdfType numberType() {
        boolean isUnsigned = attribute("_Unsigned")
                .filter(said -> said.text().strip().equalsIgnoreCase("true"))
                .isPresent();
        return isUnsigned ? type.unsigned() : type;
    }
}
