package org.nec4j.codec.model;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;

/** The formats that this program knows, by the names of their models. */
final class LatentFormats {
    private static final List<LatentFormat> BUILT_IN = List.of(
            new FactorizedFormat(),
            new HyperpriorFormat(false),
            new HyperpriorFormat(true),
            new TransformFormat(),
            new LayeredFormat(),
            new SensingFormat(),
            new PackedFormat());

    private LatentFormats() {}

    /** The format of a model; code that is not nec4j's is looked for only where the name is none of its own. */
    static LatentFormat named(String model) {
        return BUILT_IN.stream()
                .filter(format -> format.model().equals(model))
                .findFirst()
                .or(() -> found().stream()
                        .filter(format -> format.model().equals(model))
                        .findFirst())
                .orElseThrow(() -> new UserException("has a model \"" + model
                        + "\" that this program does not know; it knows " + words()
                        + ": use a newer one, or put the jar of that model's format on the class path"));
    }

    private static String words() {
        List<String> names = Stream.concat(BUILT_IN.stream(), found().stream())
                .map(LatentFormat::model)
                .toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static List<LatentFormat> found() {
        try {
            return ServiceLoader.load(LatentFormat.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new UserException(
                    "a format on the class path cannot be used (" + e.getMessage() + "); take its jar away", e);
        }
    }
}
