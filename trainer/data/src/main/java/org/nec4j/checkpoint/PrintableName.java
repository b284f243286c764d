package org.nec4j.checkpoint;

/** Names out of a file as they may stand in a sentence for the user. */
final class PrintableName {
    private static final int LONGEST = 160;

    private PrintableName() {}

    /** The name without control characters, which could forge lines of output, and cut where it goes on and on. */
    static String of(String name) {
        String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
        return cut.replaceAll("\\p{Cc}", "?");
    }
}
