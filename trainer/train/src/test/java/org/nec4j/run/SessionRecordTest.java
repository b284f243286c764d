package org.nec4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;

class SessionRecordTest {
    @TempDir
    Path folder;

    @Test
    void howFarTheLastSessionHasComeIsKeptBesideWhatItHolds() throws IOException {
        Files.createDirectory(folder.resolve("sessions"));
        Files.writeString(folder.resolve("sessions/1.json"), "{\"first_step\": 0, \"last_step\": 5, \"seconds\": 2}");
        Path last = Files.writeString(folder.resolve("sessions/2.json"), "{\"first_step\": 5, \"later\": \"kept\"}");

        SessionRecord.keepTime(folder, 9, 3.5);

        assertThat(last).content().contains("\"later\": \"kept\"", "\"last_step\": 9", "\"seconds\": 3.5");
        assertThat(SessionRecord.worked(folder)).isEqualTo(new SessionRecord.Worked(9, 5.5));
    }

    @Test
    void aFolderThatWasMovedAwayWhileItTrainedIsToldAsThat() {
        assertThatThrownBy(() -> SessionRecord.keepTime(folder, 9, 3.5))
                .isInstanceOf(UserException.class)
                .hasMessage(folder.resolve("sessions")
                        + ": holds no record of this session any more; was the folder of the run moved or emptied while"
                        + " it trained? Resume it where it lies now");
        assertThat(folder).isEmptyDirectory();
    }
}
