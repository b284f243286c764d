package org.nec4j.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Keys;
import org.nec4j.codec.io.Printable;
import scala.Tuple2;

/**
 * Images in a Parquet table: a row an image, with its bytes or where they lie.
 *
 * @param table   a file or a folder of Parquet, wherever Spark can read
 * @param key     the column of the embedding's key; where there is none, the file's name without its ending is
 * @param path    the column of paths
 * @param content the column of bytes, which is taken where there is one
 */
record ImageTable(String table, String key, String path, String content) {
    /** Its images. */
    Images open(SparkSession spark) {
        Dataset<Row> rows = read(spark);
        List<String> columns = Arrays.asList(rows.columns());
        boolean hasKey = columns.contains(key);
        if (!columns.contains(path) && !(hasKey && columns.contains(content))) {
            throw new UserException(table + ": has no column \"" + path + "\", nor \"" + key + "\" with \"" + content
                    + "\"; it has " + String.join(", ", columns)
                    + "; name others with --path-column, --key-column and --bytes-column.");
        }
        String named = hasKey ? key : path;
        if (columns.contains(content)) {
            Dataset<Row> used = rows.select(named, content);
            require(used, 0, "string");
            require(used, 1, "binary");
            String of = table;
            JavaPairRDD<String, byte[]> pairs = used.javaRDD().mapToPair(row -> {
                return new Tuple2<>(keyOf(row, hasKey, of), row.getAs(1));
            });
            return new Images.InRows(pairs, used.count());
        }
        Dataset<Row> used = rows.select(named, path);
        require(used, 0, "string");
        require(used, 1, "string");
        Map<String, String> paths = new TreeMap<>();
        for (Row row : used.collectAsList()) {
            String file = text(row, 1).replaceFirst("^file:/+", "/");
            String other = paths.put(keyOf(row, hasKey, table), file);
            if (other != null) {
                throw twice(table, keyOf(row, hasKey, table));
            }
        }
        return new Images.InFiles(paths, false);
    }

    private Dataset<Row> read(SparkSession spark) {
        try {
            return spark.read().parquet(table);
        } catch (Exception e) { // Scala's checked exceptions are in no signature
            throw unreadable(table, e);
        }
    }

    private static UserException unreadable(String table, Exception e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new UserException(table + ": cannot be read as a Parquet table (" + why + ")", e);
    }

    static UserException twice(String table, String key) {
        return new UserException(
                table + ": has two images of the key \"" + Printable.of(key) + "\"; give every row a key of its own.");
    }

    private void require(Dataset<Row> used, int column, String type) {
        String is = used.schema().fields()[column].dataType().typeName();
        if (!is.equals(type)) {
            throw new UserException(table + ": its column \"" + used.columns()[column] + "\" is of type " + is
                    + ", expected " + type + ".");
        }
    }

    private static String keyOf(Row row, boolean hasKey, String table) {
        String text = text(row, 0);
        String name = text.substring(hasKey ? 0 : text.lastIndexOf('/') + 1);
        int dot = hasKey ? -1 : name.lastIndexOf('.');
        String key = dot > 0 ? name.substring(0, dot) : name;
        Optional<String> problem = Keys.problem(key);
        if (problem.isPresent()) {
            throw new UserException(
                    table + ": has a row with the key \"" + Printable.of(key) + "\", which " + problem.get() + ".");
        }
        return key;
    }

    private static String text(Row row, int column) {
        return row.isNullAt(column) ? "" : row.getString(column);
    }
}
