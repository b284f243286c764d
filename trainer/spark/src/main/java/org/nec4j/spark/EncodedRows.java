package org.nec4j.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.PartEncoding;
import org.nec4j.export.Shard;
import org.nec4j.progress.Console;
import scala.Tuple2;

/**
 * Parts whose images Spark has: it brings every row to its part's task, sorted by key.
 *
 * @param form    of the parts
 * @param whole   the archive that the parts make together
 * @param count   of all parts
 * @param missing those to write, a task each
 */
record EncodedRows(ShippedCodec codec, PartForm form, String whole, int count, List<Integer> missing)
        implements Serializable {
    /** Images in memory at a time. */
    private static final int CHUNK = 128;

    /** The tasks. */
    JavaRDD<Answer<Part.Written>> tasks(JavaPairRDD<String, byte[]> content) {
        ToParts parts = new ToParts(count, missing);
        int all = count;
        return content.filter(row -> parts.places.containsKey(Shard.indexOf(row._1(), all)))
                .repartitionAndSortWithinPartitions(parts)
                .mapPartitionsWithIndex(this::task, false);
    }

    private Iterator<Answer<Part.Written>> task(int place, Iterator<Tuple2<String, byte[]>> rows) {
        Part part = new Part(whole, missing.get(place), count);
        return List.of(Answer.of(() ->
                        codec.encoding(encoder -> part.write(form, codec, archive -> encode(encoder, archive, rows)))))
                .iterator();
    }

    private static Part.Written encode(ImageEncoder encoder, Path archive, Iterator<Tuple2<String, byte[]>> rows) {
        try (PartEncoding encoding = PartEncoding.open(archive, encoder)) {
            encode(encoder, encoding, rows);
            return new Part.Written(encoding.images(), encoding.bytes());
        }
    }

    private static void encode(ImageEncoder encoder, PartEncoding encoding, Iterator<Tuple2<String, byte[]>> rows) {
        String before = "";
        while (rows.hasNext()) {
            List<String> keys = new ArrayList<>();
            List<byte[]> files = new ArrayList<>();
            while (rows.hasNext() && keys.size() < CHUNK) {
                Tuple2<String, byte[]> row = rows.next();
                if (row._1().equals(before)) {
                    throw ImageTable.twice("the table", before);
                }
                if (row._2() == null) {
                    throw new UserException("the image \"" + Printable.of(row._1()) + "\" has no bytes in its row.");
                }
                before = row._1();
                keys.add(before);
                files.add(row._2());
            }
            encoding.add(keys, encoder.preprocessing().images(keys::get, files), Console.silent());
        }
    }

    /** Every key to the task that writes its part. */
    private static final class ToParts extends Partitioner {
        private static final long serialVersionUID = 1;

        private final int count;
        private final Map<Integer, Integer> places;

        ToParts(int count, List<Integer> missing) {
            this.count = count;
            this.places =
                    IntStream.range(0, missing.size()).boxed().collect(Collectors.toMap(missing::get, place -> place));
        }

        @Override
        public int numPartitions() {
            return places.size();
        }

        @Override
        public int getPartition(Object key) {
            return places.get(Shard.indexOf((String) key, count));
        }
    }
}
