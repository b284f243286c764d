package org.nec4j.progress;

/** How far one task is. Closing it ends its line; a task that ends within two seconds never shows one. */
public interface Progress extends AutoCloseable {
    /** So many units are done, parts of one included where they are known, with a few numbers worth watching, such as {@code loss 1.25}. */
    void at(double done, String detail);

    /** So many units are done. */
    default void at(double done) {
        at(done, "");
    }

    /** The same task for a part of it that begins where so many units are done; closing the part leaves the whole open. */
    default Progress from(double before) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void at(double done, String detail) {
                whole.at(before + done, detail);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    void close();
}
