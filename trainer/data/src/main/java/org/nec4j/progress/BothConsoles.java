package org.nec4j.progress;

/** Tells everything twice. */
record BothConsoles(Console first, Console second) implements Console {
    @Override
    public void say(String line) {
        first.say(line);
        second.say(line);
    }

    @Override
    public void detail(String line) {
        first.detail(line);
        second.detail(line);
    }

    @Override
    public Progress progress(String task, long total, String unit) {
        Progress one = first.progress(task, total, unit);
        Progress other = second.progress(task, total, unit);
        return new Progress() {
            @Override
            public void at(double done, String detail) {
                one.at(done, detail);
                other.at(done, detail);
            }

            @Override
            public void close() {
                one.close();
                other.close();
            }
        };
    }
}
