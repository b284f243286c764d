package org.nec4j.netcdf;

import org.nec4j.codec.io.Printable;

/** Names out of a file as messages show them: printable, and not longer than a line. */
final class ShownName {
    private static final int MOST = 60;

    private ShownName() {}

    static String of(String name) {
        String printable = Printable.of(name);
        return printable.length() <= MOST ? printable : printable.substring(0, MOST) + "...";
    }
}
