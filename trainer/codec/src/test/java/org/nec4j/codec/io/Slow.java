package org.nec4j.codec.io;

/** How much a test does of what has no end: what a build has time for, or the long version that {@code -Pslow} asks for. */
public final class Slow {
    private Slow() {}

    /** {@code inABuild}, or {@code slowly} under -Pslow, or what the system property says. */
    public static int count(String property, int inABuild, int slowly) {
        return Integer.getInteger(property, Boolean.getBoolean("nec4j.slow") ? slowly : inABuild);
    }
}
