package org.nec4j.info;

import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.nec4j.codec.Archive;

/** Many coded embeddings in one file. */
final class ArchiveInfo {
    private ArchiveInfo() {}

    static Facts of(Path file) {
        try (Archive archive = Archive.open(file)) {
            archive.forEach((key, stream) -> {});
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("bytes", Sizes.of(file));
            facts.put("embeddings", (long) archive.size());
            if (archive.size() > 0) {
                IntSummaryStatistics tokens = archive.entries().stream()
                        .mapToInt(Archive.Entry::tokens)
                        .summaryStatistics();
                LongSummaryStatistics bytes = archive.entries().stream()
                        .mapToLong(Archive.Entry::bytes)
                        .summaryStatistics();
                facts.put("tokens_each", range(tokens.getMin(), tokens.getMax()));
                facts.put("bytes_each", range(bytes.getMin(), bytes.getMax()));
                facts.put("bytes_each_on_average", bytes.getAverage());
                facts.put("first_key", archive.entries().get(0).key());
            }
            facts.put("verified", "the checksums of all " + (isWhole(archive) ? "" : "finished ") + "embeddings match");
            if (!isWhole(archive)) {
                facts.put(
                        "unfinished",
                        archive.unfinishedBytes()
                                + " bytes at its end belong to a batch that was never finished, as where a copy broke off; the next append removes them");
            }
            facts.put("codec_digest", archive.digest());
            facts.put(
                    "decoded_by",
                    "nec4j decode -c CODEC -o FOLDER " + file + ", with the codec whose digest begins with "
                            + archive.digest().substring(0, 8));
            return new Facts(file, "an archive of coded embeddings", facts);
        }
    }

    private static boolean isWhole(Archive archive) {
        return archive.unfinishedBytes() == 0;
    }

    private static Object range(long least, long most) {
        return least == most ? (Object) least : least + " to " + most;
    }
}
