"""Pooled vectors of archives as a Parquet table, in PySpark with nec4j's functions.

    spark-submit --jars $(ls trainer/spark/target/lib/*.jar | paste -sd, -) \\
        trainer/spark/examples/pooled.py codec.nec pooled.parquet images.part-*.nema
"""
import sys

from pyspark.sql import DataFrame, SparkSession

codec, output, *archives = sys.argv[1:]
spark = SparkSession.builder.appName("nec4j pooled vectors").getOrCreate()
nec = spark._jvm.org.nec4j.spark.NecFunctions
nec.register(spark._jsparkSession, codec)

DataFrame(nec.archives(spark._jsparkSession, archives), spark).createOrReplaceTempView("tiles")
pooled = spark.sql("select key, length(nec) as bytes, nec_pooled(nec) as embedding from tiles")
pooled.write.mode("overwrite").parquet(output)

spark.read.parquet(output).createOrReplaceTempView("pooled")
spark.sql("select count(*) as tiles, sum(bytes) as bytes, any_value(size(embedding)) as dim from pooled").show()
