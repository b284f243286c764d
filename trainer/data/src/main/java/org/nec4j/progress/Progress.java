package org.nec4j.progress;

/** How far one task is. Closing it ends its line; a task that ends within two seconds never shows one. */
public interface Progress extends AutoCloseable {
    /** So many units are done, parts of one included where they are known, with a few numbers worth watching, such as {@code loss 1.25}. */
    void at(double done, String detail);

    /** So many units are done. */
    default void at(double done) {
        at(done, "");
    }

    @Override
    void close();
}
