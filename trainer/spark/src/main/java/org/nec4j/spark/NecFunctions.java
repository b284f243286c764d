package org.nec4j.spark;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;

/**
 * What SQL knows of embeddings once they are registered with a session.
 *
 * <pre>
 *   nec_decode(bytes)   a stream of a .nemb file, or of the column nec, to array&lt;float&gt;: [tokens, dim] row by row, token 0 the class token
 *   nec_pooled(bytes)   the mean of its patch tokens, array&lt;float&gt; of [dim]
 * </pre>
 *
 * <p>NULL stays NULL. A stream that is damaged or of another codec ends the query with a sentence.
 */
public final class NecFunctions {
    private NecFunctions() {}

    /**
     * Registers both with a session; Spark brings the codec file to the executors.
     *
     * @throws org.nec4j.codec.error.UserException where the file is no codec
     */
    public static void register(SparkSession session, String codecFile) {
        ShippedCodec codec =
                ShippedCodec.ship(JavaSparkContext.fromSparkContext(session.sparkContext()), Path.of(codecFile));
        DataType floats = DataTypes.createArrayType(DataTypes.FloatType, false);
        session.udf().register("nec_decode", (UDF1<byte[], float[]>) stream -> decode(codec, stream), floats);
        session.udf().register("nec_pooled", (UDF1<byte[], float[]>) stream -> pooled(codec, stream), floats);
    }

    /**
     * The embeddings of archives as a table: {@code key}, a string, and {@code nec}, the bytes of a stream. A task reads an archive.
     *
     * @param archives {@code .nema} files that all executors see; those named relatively lie under the driver's working directory
     */
    public static Dataset<Row> archives(SparkSession session, List<String> archives) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        StructType columns =
                new StructType().add("key", DataTypes.StringType, false).add("nec", DataTypes.BinaryType, false);
        // Executors work in folders of their own.
        List<String> paths = archives.stream()
                .map(a -> Path.of(a).toAbsolutePath().toString())
                .toList();
        return session.createDataFrame(
                spark.parallelize(paths, Math.max(1, paths.size())).flatMap(NecFunctions::rows), columns);
    }

    private static Iterator<Row> rows(String path) {
        Archive archive = Archive.open(Path.of(path));
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> archive.close());
        return IntStream.range(0, archive.size())
                .mapToObj(i -> RowFactory.create(archive.entries().get(i).key(), archive.stream(i)))
                .iterator();
    }

    private static float[] decode(ShippedCodec shipped, byte[] stream) {
        return stream == null ? null : shipped.codec().decode(stream).values();
    }

    private static float[] pooled(ShippedCodec shipped, byte[] stream) {
        if (stream == null) {
            return null;
        }
        Codec codec = shipped.codec();
        return codec.point().isPresent() ? codec.decodePooled(stream) : mean(codec.decode(stream));
    }

    /** Of the patch tokens; an embedding of one token is its own. */
    private static float[] mean(Embedding embedding) {
        int dim = embedding.dim();
        int first = embedding.tokens() > 1 ? 1 : 0;
        double[] sums = new double[dim];
        float[] values = embedding.values();
        for (int i = first * dim; i < values.length; i++) {
            sums[i % dim] += values[i];
        }
        float[] means = new float[dim];
        for (int d = 0; d < dim; d++) {
            means[d] = (float) (sums[d] / (embedding.tokens() - first));
        }
        return means;
    }
}
