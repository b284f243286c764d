package org.nec4j.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what a record's constructor finds wrong, so that all of it can be told at once. */
final class Violations {
    private final List<Violation> found = new ArrayList<>();

    /** One thing wrong: the key relative to the record, and what is wrong with its value. */
    record Violation(String key, String message) {}

    /** Notes the message under that key unless the condition holds. */
    void unless(boolean holds, String key, String message) {
        if (!holds) {
            found.add(new Violation(key, message));
        }
    }

    /** Throws if anything was noted. */
    void report() {
        if (!found.isEmpty()) {
            throw new InvalidSettings(found);
        }
    }

    /** What {@link #report} throws; the binder turns it into lines with file and line number. */
    static final class InvalidSettings extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final transient List<Violation> violations;

        InvalidSettings(List<Violation> violations) {
            super(String.join(
                    "; ",
                    violations.stream().map(v -> v.key() + " " + v.message()).toList()));
            this.violations = List.copyOf(violations);
        }

        List<Violation> violations() {
            return violations;
        }
    }
}
