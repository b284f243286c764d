package org.nec4j.config;

import java.nio.file.Path;

/**
 * What a run is called and where it is kept.
 *
 * @param name  the beginning of the run folder's name
 * @param title one line for people: what the run shows
 * @param seed  everything random derives from it
 * @param runs  the folder that receives one folder a run
 */
public record ExperimentSettings(String name, String title, long seed, Path runs) {
    /** Of the 255 bytes that file systems give to a name; a time and a number may follow. */
    private static final int LONGEST = 200;

    public ExperimentSettings {
        Violations wrong = new Violations();
        wrong.unless(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                "name",
                "\"" + name + "\" cannot begin a folder's name; use letters, digits, dots, dashes and underscores");
        wrong.unless(
                name.length() <= LONGEST,
                "name",
                "has " + name.length() + " letters, and file systems take no folder with so long a name; use at most "
                        + LONGEST);
        wrong.report();
    }
}
