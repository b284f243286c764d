package org.nec4j.codec;

/** Frames that differ from honest ones, under right checksums. */
final class Frames {
    private Frames() {}

    /** The same frame around something else; the compact one knows no tokens. */
    static byte[] with(StreamFrame frame, int tokens, byte[] payload) {
        int said = frame.isCompact() ? StreamFrame.UNSAID : tokens;
        return new StreamFrame(frame.version(), frame.kind(), frame.codecPrefix(), said, payload).toBytes();
    }

    /** The same frame of another codec. */
    static byte[] of(StreamFrame frame, int prefix) {
        StreamFrame other = frame.isCompact()
                ? StreamFrame.compact(frame.kind(), prefix, frame.payload())
                : new StreamFrame(frame.kind(), prefix, frame.tokens(), frame.payload());
        return other.toBytes();
    }
}
