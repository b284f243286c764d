package org.nec4j.geoparquet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * An open file as Parquet's library writes one. Whoever opened it closes it.
 *
 * @param channel where it is written, from its beginning
 */
record ChannelFile(FileChannel channel) implements OutputFile {
    private static final int BUFFER = 1 << 20;

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Stream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private static final class Stream extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        Stream(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            // The file itself is closed by who opened it.
            out.flush();
        }
    }
}
