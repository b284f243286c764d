package org.nec4j.doctor;

/**
 * What one check found.
 *
 * @param check   its name, one word
 * @param verdict how bad it is
 * @param found   what was found, in a phrase
 * @param remedy  what to do; empty where nothing needs doing
 */
public record Finding(String check, Verdict verdict, String found, String remedy) {
    /** How bad something is. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** Works, but slower or closer to a limit than need be. */
        WARN,
        /** Work will fail or is hopelessly slow. */
        BAD
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Verdict.OK, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Verdict.WARN, found, remedy);
    }

    static Finding bad(String check, String found, String remedy) {
        return new Finding(check, Verdict.BAD, found, remedy);
    }
}
