package org.nec4j.progress;

/** Where a verb's words go. Implementations may be used from several threads. */
public interface Console {
    /** Tells one sentence or line of results. */
    void say(String line);

    /** Tells what only those want to know who ask for every detail. */
    default void detail(String line) {}

    /** Begins to tell how far a task is; {@code unit} is a plural such as "images". */
    Progress progress(String task, long total, String unit);

    /** A console that tells everything to two others. */
    static Console both(Console first, Console second) {
        return new BothConsoles(first, second);
    }

    /** A console that tells details, too. */
    static Console withDetails(Console console) {
        return new Console() {
            @Override
            public void say(String line) {
                console.say(line);
            }

            @Override
            public void detail(String line) {
                console.say(line);
            }

            @Override
            public Progress progress(String task, long total, String unit) {
                return console.progress(task, total, unit);
            }
        };
    }

    /** A console that tells nothing, for tests and for callers who want nothing told. */
    static Console silent() {
        return new Console() {
            @Override
            public void say(String line) {}

            @Override
            public Progress progress(String task, long total, String unit) {
                return new Progress() {
                    @Override
                    public void at(double done, String detail) {}

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
