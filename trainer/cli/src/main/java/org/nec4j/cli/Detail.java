package org.nec4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much of an embedding is wanted. */
enum Detail {
    /** Everything. */
    ALL,
    /** The mean of the patch tokens. */
    POOLED,
    /** The image that measurements were taken of, as far as it is recovered. */
    IMAGE;

    /** Of what is decoded. */
    static final class OfDecoding implements ITypeConverter<Detail> {
        @Override
        public Detail convert(String word) {
            return of(word, List.of(values()));
        }
    }

    /** Of what is encoded. */
    static final class OfEncoding implements ITypeConverter<Detail> {
        @Override
        public Detail convert(String word) {
            return of(word, List.of(ALL, POOLED));
        }
    }

    private static Detail of(String word, List<Detail> choices) {
        Optional<Detail> named = Arrays.stream(values())
                .filter(detail -> detail.word().equalsIgnoreCase(word))
                .findFirst();
        return named.filter(choices::contains)
                .orElseThrow(() -> new TypeConversionException("expected "
                        + choices.stream().map(Detail::word).collect(Collectors.joining(" or ")) + " but was '" + word
                        + "'" + (named.isPresent() ? ", which is for nec4j decode" : "")));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
