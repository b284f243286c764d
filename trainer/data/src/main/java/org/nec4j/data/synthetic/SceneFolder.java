package org.nec4j.data.synthetic;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.data.ByteImage;
import org.nec4j.data.Dataset;
import org.nec4j.data.PngWriter;
import org.nec4j.data.Sample;

/** Writes synthetic scenes as files: {@code images/KIND/NUMBER.png}, {@code masks/KIND/NUMBER.png} and an {@code index.csv}. */
public final class SceneFolder {
    private SceneFolder() {}

    /**
     * Writes every scene and, last, the index. A mask is a grey PNG of {@link LandCover} ordinals.
     *
     * @param dataset the scenes' own data set, which knows their splits
     * @throws org.nec4j.codec.error.UserException if the folder cannot be written
     */
    public static void write(Path folder, SyntheticScenes scenes, Dataset dataset) {
        StringBuilder index = new StringBuilder("path,label,split\n");
        for (int number = 0; number < scenes.size(); number++) {
            Sample sample = dataset.samples().get(number);
            Scene scene = scenes.scene(number);
            PngWriter.write(folder.resolve("images").resolve(sample.key()), scene.image());
            ByteImage mask = new ByteImage(scenes.side(), scenes.side(), 1, scene.cover());
            PngWriter.write(folder.resolve("masks").resolve(sample.key()), mask);
            index.append("images/").append(sample.key()).append(',');
            index.append(dataset.classes().get(sample.label())).append(',');
            index.append(sample.split().word()).append('\n');
        }
        AtomicFile.write(folder.resolve("index.csv"), index.toString().getBytes(StandardCharsets.UTF_8));
    }
}
