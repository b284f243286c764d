package org.nec4j.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Decodes coded embeddings into NumPy arrays. */
public final class Decoding {
    private Decoding() {}

    /**
     * Writes {@code KEY.npy} (float32, [tokens, dim]) into the folder for every embedding in {@code .nemb} files, in folders of them and
     * in archives.
     *
     * @param pooled whether only the mean of the patch tokens [dim] is wanted, which the stream of a layered codec begins with
     * @param further what becomes of each embedding before it is written
     * @param keys  which of them; none means all
     * @param shard of those, the ones that are this process's
     * @return number of arrays written
     * @throws UserException that names the file which is absent, damaged or of another codec, or the two that share a name
     */
    public static int decode(
            Path codecFile,
            boolean pooled,
            UnaryOperator<Embedding> further,
            List<Path> sources,
            List<String> keys,
            Shard shard,
            Path folder,
            Console console) {
        Codec codec = Codec.open(codecFile);
        if (pooled) {
            codec.requirePooledLayer();
        }
        try (CodedSources found = CodedSources.open(sources)) {
            found.digests().stream()
                    .filter(d -> !d.equals(codec.digest()))
                    .findAny()
                    .ifPresent(other -> {
                        throw new UserException(
                                "an archive or table among the sources belongs to the codec with digest "
                                        + other.substring(0, 8) + "..., not to " + codec + ".");
                    });
            found.notes().forEach(console::say);
            found.keep(keys);
            Map<String, Path> targets = KeyFiles.ofStored(folder, ".npy")
                    .of(found.keys().stream().filter(shard::has).toList());
            try (Progress progress = console.progress("decoding", targets.size(), "embeddings")) {
                int done = 0;
                for (Map.Entry<String, Path> target : targets.entrySet()) {
                    if (pooled) {
                        NpyFile.write(target.getValue(), found.pooled(target.getKey(), codec));
                    } else {
                        Embedding embedding = found.use(target.getKey(), codec::decode);
                        NpyFile.write(target.getValue(), further.apply(embedding));
                    }
                    progress.at(++done);
                }
            }
            return targets.size();
        }
    }
}
