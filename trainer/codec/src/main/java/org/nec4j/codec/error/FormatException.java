package org.nec4j.codec.error;

/**
 * Bytes that a nec4j stream or archive cannot consist of, or not for this codec: truncated, damaged, or written by something
 * else. The message is one sentence that names the place; {@link #offset()} is the first byte that cannot be right.
 */
public final class FormatException extends UserException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final long offset;

    /** Something is wrong at the byte {@code offset} of what is being read; {@code problem} is the sentence without the place. */
    public FormatException(String problem, long offset) {
        super(problem + " (at byte " + offset + ")");
        this.problem = problem;
        this.offset = offset;
    }

    /** Bytes from the start of what was being read to the place of the damage. */
    public long offset() {
        return offset;
    }

    /** The same problem, with the name of the file before it. */
    public FormatException in(Object place) {
        return because(new FormatException(place + ": " + problem, offset));
    }

    /** The same problem, counted from {@code bytes} bytes earlier. */
    public FormatException after(long bytes) {
        return because(new FormatException(problem, offset + bytes));
    }

    private FormatException because(FormatException outer) {
        outer.initCause(this);
        return outer;
    }
}
