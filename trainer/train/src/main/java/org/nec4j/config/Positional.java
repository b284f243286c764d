package org.nec4j.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record that is written as a list, one value a component, such as {@code betas = [0.9, 0.95]}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Positional {
    /** Whether a value without a list stands for every component. */
    boolean oneForAll() default false;
}
