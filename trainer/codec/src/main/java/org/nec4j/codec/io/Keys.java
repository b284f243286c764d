package org.nec4j.codec.io;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What may be the key of an embedding: a relative path with forward slashes in its one shortest spelling, so that two keys are two
 * files wherever they become files.
 */
public final class Keys {
    /** The most bytes of a key in UTF-8. */
    public static final int MAX_BYTES = 4096;

    private Keys() {}

    /** Why a text cannot be a key, to follow "the key ..."; nothing where it can. */
    public static Optional<String> problem(String key) {
        int bytes;
        try {
            bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(key))
                    .remaining();
        } catch (CharacterCodingException halfOfAPair) {
            return Optional.of("holds half of a surrogate pair, which is no character");
        }
        if (bytes == 0 || bytes > MAX_BYTES) {
            return Optional.of("has " + bytes + " bytes where 1 to " + MAX_BYTES + " are allowed");
        }
        if (key.codePoints().anyMatch(Keys::endsALine)) {
            return Optional.of("holds a control character");
        }
        if (key.indexOf('\\') >= 0) {
            return Optional.of("holds a backslash; folders are parted by forward slashes");
        }
        if (key.startsWith("/") || key.matches("[A-Za-z]:(/.*)?")) {
            return Optional.of("is no relative path");
        }
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of("holds a folder named \"" + part + "\", which leads elsewhere than it says");
            }
        }
        return Optional.empty();
    }

    private static boolean endsALine(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c) || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
