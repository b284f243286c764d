package org.nec4j.study;

import java.util.Optional;
import java.util.function.Supplier;

/** Computes once, when first asked. Not safe for use by two threads. */
final class Memo<T> implements Supplier<T> {
    private final Supplier<T> source;
    private Optional<T> value = Optional.empty();

    Memo(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public T get() {
        if (value.isEmpty()) {
            value = Optional.of(source.get());
        }
        return value.get();
    }
}
