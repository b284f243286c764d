package org.nec4j.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers a setting may take, in interval notation: {@code "[0, 1)"}, {@code "(0, inf)"}. On a list it holds for every
 * element.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Interval {
    String value();
}
