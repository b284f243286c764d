package org.nec4j.data;

/** A rectangle of pixels. */
public record Box(int left, int top, int width, int height) {
    static Box whole(int width, int height) {
        return new Box(0, 0, width, height);
    }
}
