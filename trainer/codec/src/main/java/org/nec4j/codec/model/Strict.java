package org.nec4j.codec.model;

import java.util.ServiceLoader;

/** The quickest strict arithmetic that is there; without any of somebody else's that of plain Java. */
final class Strict {
    static final StrictLibrary LIBRARY = ServiceLoader.load(StrictLibrary.class, Strict.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .filter(StrictLibrary::isUsable)
            .findFirst()
            .orElseGet(PlainStrict::new);

    private Strict() {}
}
