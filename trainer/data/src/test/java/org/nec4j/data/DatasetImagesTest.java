package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.SharedData;

class DatasetImagesTest {
    @Test
    void decodedAndCroppedRealImagesEqualPillowsBitForBit() throws NoSuchAlgorithmException {
        Path root = SharedData.require("data/rsscn7").getParent();
        String text = new String(Resources.bytes("pillow/real-images.csv"), StandardCharsets.UTF_8);
        for (String line : text.lines().skip(1).toList()) {
            String[] fields = line.split(",", -1);
            ByteImage image = ImageDecoder.decode(root.resolve(fields[0]));
            assertThat(sha256(image)).as(fields[0]).isEqualTo(fields[1]);
            View view = CentreCrop.of(128).view(image.width(), image.height(), CounterRandom.of(0));
            assertThat(sha256(view.of(image))).as(fields[0]).isEqualTo(fields[2]);
        }
    }

    @Test
    void readsTheIndicesOfRealDataSets() {
        Dataset rsscn7 = ImageFolder.read("rsscn7", SharedData.require("data/rsscn7"), List.of(), SplitRule.allTrain());
        assertThat(rsscn7.classes())
                .containsExactly("Field", "Forest", "Grass", "Industry", "Parking", "Resident", "RiverLake");
        assertThat(rsscn7.only(Split.TRAIN).size()).isEqualTo(1260);
        assertThat(rsscn7.only(Split.VAL).size()).isEqualTo(420);
        assertThat(rsscn7.only(Split.TEST).size()).isEqualTo(420);
        Dataset aid = ImageFolder.read("aid", SharedData.require("data/aid"), List.of(), SplitRule.allTrain());
        assertThat(aid.classes()).hasSize(30);
        assertThat(aid.only(Split.PRETRAIN).size()).isEqualTo(3639);
        assertThat(aid.size()).isEqualTo(9639);
    }

    private static String sha256(ByteImage image) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.samples()));
    }
}
