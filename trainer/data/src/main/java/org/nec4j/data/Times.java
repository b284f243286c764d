package org.nec4j.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Points in time as catalogues of images write them. What names no zone is UTC, a day alone begins at midnight. */
public final class Times {
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);
    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text.replace(' ', 'T')).toInstant(),
            text -> LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC),
            text -> LocalDateTime.parse(text, COMPACT).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC));

    private Times() {}

    /** Of {@code 2024-05-31T10:20:30Z}, {@code 2024-05-31 10:20:30}, {@code 2024-05-31}, {@code 20240531T102030}; nothing of another text. */
    public static Optional<Instant> parse(String text) {
        for (Function<String, Instant> form : FORMS) {
            try {
                return Optional.of(form.apply(text.strip()));
            } catch (DateTimeException another) {
                continue;
            }
        }
        return Optional.empty();
    }
}
