package org.nec4j.study;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;

/** Computes when first asked, and again where memory ran short since. Not safe for use by two threads. */
final class SoftMemo<T> implements Supplier<T> {
    private final Supplier<T> source;
    private SoftReference<T> value = new SoftReference<>(null);

    SoftMemo(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public T get() {
        T known = value.get();
        if (known == null) {
            known = source.get();
            value = new SoftReference<>(known);
        }
        return known;
    }
}
