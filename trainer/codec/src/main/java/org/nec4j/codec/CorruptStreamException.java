package org.nec4j.codec;

/**
 * Bytes that a nec4j file or stream cannot consist of: truncated, damaged, or written by something else. The message is one
 * sentence that names the place; {@link #offset()} is the first byte that cannot be right.
 */
public final class CorruptStreamException extends UserException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    public CorruptStreamException(String problem, long offset) {
        super(problem + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** Bytes from the start of what was being read to the place of the damage. */
    public long offset() {
        return offset;
    }
}
