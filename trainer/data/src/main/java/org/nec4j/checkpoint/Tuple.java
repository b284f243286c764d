package org.nec4j.checkpoint;

import java.util.List;

/** A Python tuple. Compared by identity only: a pickle can nest tuples so that comparing them would never end. */
final class Tuple {
    private final List<Object> items;

    Tuple(List<Object> items) {
        this.items = List.copyOf(items);
    }

    List<Object> items() {
        return items;
    }

    int size() {
        return items.size();
    }

    Object at(int i) {
        return items.get(i);
    }
}
