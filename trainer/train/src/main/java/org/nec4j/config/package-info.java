/**
 * Typed settings: HOCON files become immutable records, and every problem of a file is reported at once with its line.
 * Knows no other package; the defaults live in {@code reference.conf} beside these classes and nowhere else.
 */
package org.nec4j.config;
