package org.nec4j.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A path that must name a file when the settings are read, so that a typing slip shows before anything heavy starts. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ExistingFile {
    /** Whether a folder may be named instead. */
    boolean orFolder() default false;
}
