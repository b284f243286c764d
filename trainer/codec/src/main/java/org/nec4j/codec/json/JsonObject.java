package org.nec4j.codec.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Json;

/**
 * A JSON object with typed, checked access: every accessor throws a {@link UserException} that names the source and the key
 * when a member is missing or of another type. Immutable; keeps the order of its members.
 */
public final class JsonObject {
    private final Map<String, Object> members;
    private final String source;

    private JsonObject(Map<String, Object> members, String source) {
        this.members = Collections.unmodifiableMap(members);
        this.source = source;
    }

    /** Reads the text of one object; {@code source} names it in errors. */
    public static JsonObject parse(String text, String source) {
        if (Json.parse(text, source) instanceof Map<?, ?> map) {
            return new JsonObject(copy(map), source);
        }
        throw new UserException(source + ": expected a JSON object");
    }

    /** An object of maps, lists, strings, booleans and numbers, however nested. */
    public static JsonObject of(Map<String, ?> members) {
        return parse(Json.write(members), "settings");
    }

    /** Whether there is a member with this key. */
    public boolean contains(String key) {
        return members.containsKey(key);
    }

    /** The members as plain values: strings, booleans, Long, Double, lists and maps; what stands for null prints so. */
    public Map<String, Object> asMap() {
        return members;
    }

    /** A string. */
    public String text(String key) {
        if (member(key) instanceof String value) {
            return value;
        }
        throw mismatch(key, "a string");
    }

    /** A whole number of 32 bits. */
    public int integer(String key) {
        if (member(key) instanceof Long value && value == value.intValue()) {
            return value.intValue();
        }
        throw mismatch(key, "a whole number of 32 bits");
    }

    /** A number; a whole one beyond 2^53 is rounded. */
    public double number(String key) {
        if (member(key) instanceof Number value) {
            return value.doubleValue();
        }
        throw mismatch(key, "a number");
    }

    /** True or false. */
    public boolean flag(String key) {
        if (member(key) instanceof Boolean value) {
            return value;
        }
        throw mismatch(key, "true or false");
    }

    /** A list of numbers. */
    public List<Double> numbers(String key) {
        return list(key, Number.class, "a list of numbers").stream()
                .map(Number::doubleValue)
                .toList();
    }

    /** A list of texts. */
    public List<String> texts(String key) {
        return list(key, String.class, "a list of texts");
    }

    private <T> List<T> list(String key, Class<T> of, String wanted) {
        if (!(member(key) instanceof List<?> list) || !list.stream().allMatch(of::isInstance)) {
            throw mismatch(key, wanted);
        }
        return list.stream().map(of::cast).toList();
    }

    /** An object within this one; its errors name the way to it. */
    public JsonObject object(String key) {
        if (member(key) instanceof Map<?, ?> map) {
            return new JsonObject(copy(map), source + ", \"" + key + "\"");
        }
        throw mismatch(key, "an object");
    }

    /** The object as JSON on one line. */
    @Override
    public String toString() {
        return Json.write(members);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    private Object member(String key) {
        Object value = members.get(key);
        if (value == null) {
            throw new UserException(source + ": has no \"" + key + "\"");
        }
        return value;
    }

    private UserException mismatch(String key, String expected) {
        return new UserException(
                source + ": \"" + key + "\" is " + Json.write(members.get(key)) + " where " + expected + " is needed");
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put((String) key, value));
        return out;
    }
}
