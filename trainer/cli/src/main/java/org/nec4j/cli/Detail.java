package org.nec4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        return choices.stream()
                .filter(detail -> detail.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + choices.stream().map(Detail::word).collect(Collectors.joining(" or ")) + " but was '" + word
                        + "'" + (isForDecoding(word) ? ", which is for nec4j decode" : "")));
    }

    private static boolean isForDecoding(String word) {
        return Arrays.stream(values()).anyMatch(detail -> detail.word().equals(word.toLowerCase(Locale.ROOT)));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
