package org.nec4j.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AppendedFile;

/**
 * One event file, appended to step by step. Field numbers are those of tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto.
 */
public final class EventFile implements AutoCloseable {
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SCALAR = 2;
    private static final int IMAGE = 4;
    private static final int RGB = 3;

    private final AppendedFile file;

    private EventFile(AppendedFile file) {
        this.file = file;
    }

    /** Which events a run that goes on keeps of those it has written. */
    @FunctionalInterface
    public interface Keep {
        /** Whether an event of this step with this first tag stays. */
        boolean keep(long step, String tag);
    }

    /**
     * Opens the file, new or to go on with: events that are not kept, and what a kill left of a record, are cut off.
     *
     * @throws UserException where it cannot be read or written
     */
    public static EventFile open(Path file, Keep keep) {
        try {
            List<byte[]> kept = new ArrayList<>();
            kept.add(new Message()
                    .float64(WALL_TIME, now())
                    .text(VERSION, "brain.Event:2")
                    .toBytes());
            if (Files.exists(file)) {
                List<byte[]> before = Records.read(Files.readAllBytes(file));
                before.stream().skip(1).filter(record -> isKept(record, keep)).forEach(kept::add);
                before.stream().findFirst().ifPresent(first -> kept.set(0, first));
            }
            return new EventFile(AppendedFile.after(file, joined(kept)));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Appends numbers by their tags. */
    public void scalars(long step, Map<String, Double> values) {
        Message summary = new Message();
        values.forEach((tag, value) ->
                summary.message(VALUE, new Message().text(TAG, tag).float32(SCALAR, value.floatValue())));
        append(step, summary);
    }

    /** Appends an RGB image that is already encoded as PNG. */
    public void image(long step, String tag, int width, int height, byte[] png) {
        Message image = new Message()
                .integer(1, height)
                .integer(2, width)
                .integer(3, RGB)
                .bytes(4, png);
        append(step, new Message().message(VALUE, new Message().text(TAG, tag).message(IMAGE, image)));
    }

    /** Puts everything on the disk. */
    public void force() {
        file.force();
    }

    @Override
    public void close() {
        file.close();
    }

    private void append(long step, Message summary) {
        file.append(Records.frame(new Message()
                .float64(WALL_TIME, now())
                .integer(STEP, step)
                .message(SUMMARY, summary)
                .toBytes()));
    }

    private static boolean isKept(byte[] record, Keep keep) {
        Fields event = new Fields(record);
        String tag = event.messages(SUMMARY)
                .flatMap(summary -> summary.messages(VALUE))
                .map(value -> value.text(TAG))
                .findFirst()
                .orElse("");
        return keep.keep(event.integer(STEP), tag);
    }

    private static byte[] joined(List<byte[]> records) {
        List<ByteBuffer> framed = records.stream().map(Records::frame).toList();
        ByteBuffer all = ByteBuffer.allocate(
                framed.stream().mapToInt(ByteBuffer::remaining).sum());
        framed.forEach(all::put);
        return all.array();
    }

    /** Seconds since 1970, as the format has it. */
    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }
}
