package org.nec4j.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.UnknownFieldSet;
import org.tensorflow.framework.Summary;

/** Checks against TensorFlow's own messages, which ND4J brings, and a record that TensorBoard's own writer wrote. */
class EventFileTest {
    @TempDir
    private Path folder;

    /** One event as protocol buffers read it. */
    record Event(long step, Summary summary) {}

    @Test
    void framesRecordsAsTensorBoardDoes() {
        // tensorboard.summary.writer.record_writer.RecordWriter, of b"nec4j" and of b"".
        byte[] written =
                HexFormat.of().parseHex("0500000000000000eab2043e6e6563346ad847d562000000000000000029039807d8ea82a2");

        ByteBuffer ours = ByteBuffer.allocate(written.length);
        ours.put(Records.frame("nec4j".getBytes(StandardCharsets.US_ASCII)));
        ours.put(Records.frame(new byte[0]));

        assertThat(ours.array()).isEqualTo(written);
        assertThat(Records.read(written)).containsExactly("nec4j".getBytes(StandardCharsets.US_ASCII), new byte[0]);
    }

    @Test
    void writesScalarsAndImagesThatTensorFlowsMessagesRead() throws IOException {
        Path file = folder.resolve("events.out.tfevents.test");
        byte[] png = {1, 2, 3};
        try (EventFile events = EventFile.open(file, (step, tag) -> true)) {
            events.scalars(7, Map.of("train/loss", 0.25));
            events.image(300, "held-out", 64, 32, png);
            events.scalars(1L << 40, Map.of("train/loss", Double.NaN));
        }

        List<Event> events = read(file);
        assertThat(events).extracting(Event::step).containsExactly(7L, 300L, 1L << 40);
        Summary.Value loss = events.get(0).summary().getValue(0);
        assertThat(loss.getTag()).isEqualTo("train/loss");
        assertThat(loss.getSimpleValue()).isEqualTo(0.25f);
        Summary.Value image = events.get(1).summary().getValue(0);
        assertThat(image.getTag()).isEqualTo("held-out");
        assertThat(image.getImage().getWidth()).isEqualTo(64);
        assertThat(image.getImage().getHeight()).isEqualTo(32);
        assertThat(image.getImage().getColorspace()).isEqualTo(3);
        assertThat(image.getImage().getEncodedImageString().toByteArray()).isEqualTo(png);
        assertThat(events.get(2).summary().getValue(0).getSimpleValue()).isNaN();
    }

    @Test
    void cutsOffWhatIsNotKeptAndWhatAKillLeftOfARecord() throws IOException {
        Path file = folder.resolve("events.out.tfevents.test");
        try (EventFile events = EventFile.open(file, (step, tag) -> true)) {
            for (int step = 0; step < 5; step++) {
                events.scalars(step, Map.of("a", step * 1.0));
                events.scalars(step, Map.of("b", step * 1.0));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[] {9, 0, 0}, StandardOpenOption.APPEND);
        EventFile.open(file, (step, tag) -> true).close();
        assertThat(file).hasBinaryContent(whole);

        EventFile.open(file, (step, tag) -> step < 3 || tag.equals("b")).close();

        assertThat(read(file)).extracting(Event::step).containsExactly(0L, 0L, 1L, 1L, 2L, 2L, 3L, 4L);
    }

    /** Everything after the header, the first event, which says the version. */
    static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] data = new byte[(int) in.getLong()];
            in.getInt();
            in.get(data);
            in.getInt();
            UnknownFieldSet event = UnknownFieldSet.parseFrom(data);
            if (event.hasField(3)) {
                assertThat(event.getField(3).getLengthDelimitedList().get(0).toStringUtf8())
                        .isEqualTo("brain.Event:2");
                continue;
            }
            List<Long> step = event.getField(2).getVarintList();
            events.add(new Event(
                    step.isEmpty() ? 0 : step.get(0),
                    Summary.parseFrom(event.getField(5).getLengthDelimitedList().get(0))));
        }
        return events;
    }
}
