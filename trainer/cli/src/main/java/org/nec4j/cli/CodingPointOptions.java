package org.nec4j.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nec4j.export.CodingPoint;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** At which of its operating points a layered codec encodes, for commands that encode. */
final class CodingPointOptions {
    @Option(
            names = "--detail",
            defaultValue = "all",
            converter = Detail.OfEncoding.class,
            paramLabel = "WORD",
            description = "all (default), or pooled: of a layered codec the pooled layer alone.")
    private Detail detail;

    @ArgGroup
    private Rate rate;

    /** One of them at most. */
    static final class Rate {
        @Option(
                names = "--step",
                paramLabel = "NUMBER",
                description = "Encode with the nearest of the steps that a layered codec holds.")
        private Double step;

        @Option(
                names = "--bytes",
                paramLabel = "NUMBER",
                description =
                        "Encode so that files have so many bytes on average, with a layered codec; its step is chosen on a"
                                + " sample of the images, 512 at most.")
        private Double bytes;

        @Option(
                names = "--quality",
                paramLabel = "WORD",
                description = "low, balanced or full: an operating point of a layered codec.")
        private String quality;
    }

    CodingPoint point() {
        if (rate == null) {
            return new CodingPoint(
                    detail == Detail.POOLED, OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
        }
        return new CodingPoint(
                detail == Detail.POOLED,
                maybe(rate.step),
                maybe(rate.bytes),
                Optional.ofNullable(rate.quality).map(word -> word.toLowerCase(Locale.ROOT)));
    }

    private static OptionalDouble maybe(Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
