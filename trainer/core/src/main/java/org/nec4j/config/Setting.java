package org.nec4j.config;

/**
 * One resolved setting.
 *
 * @param key    full path, such as {@code training.optimizer.betas}
 * @param value  as HOCON writes it
 * @param origin file and line, {@code reference.conf} and line, or "command line"
 */
public record Setting(String key, String value, String origin) {}
