package org.nec4j.codec.error;

/**
 * Something the user gave cannot be used. The message is one sentence for the user: what (file, line, key or offset), what was
 * expected, what to do. The command line prints it alone, without a stack trace, and exits with a non-zero status.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole sentence. */
    public UserException(String sentence) {
        super(sentence);
    }

    /** With the whole sentence, and what led to it. */
    public UserException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
