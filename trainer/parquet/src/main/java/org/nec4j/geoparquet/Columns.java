package org.nec4j.geoparquet;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.nec4j.export.TableFormat;

/** The columns of a table: Major TOM's names where it has one, and {@code nec}, {@code tokens}, {@code scene}, {@code bbox}, {@code transform}. */
final class Columns {
    static final String KEY = "unique_id";
    static final String STREAM = "nec";
    static final String TOKENS = "tokens";
    static final String POOLED = "embedding";
    static final String TIME = "timestamp";
    static final String PRODUCT = "product_id";
    static final String CELL = "grid_cell";
    static final String CELL_ROW = "grid_row_u";
    static final String CELL_COLUMN = "grid_col_r";
    static final String GEOMETRY = "geometry";
    static final String LATITUDE = "centre_lat";
    static final String LONGITUDE = "centre_lon";
    static final String FOOTPRINT = "utm_footprint";
    static final String CRS = "utm_crs";
    static final String PIXELS = "pixel_bbox";
    static final String SCENE = "scene";
    static final String TRANSFORM = "transform";
    static final String BOUNDS = "bbox";
    static final String[] SIDES = {"xmin", "ymin", "xmax", "ymax"};

    private static final int SHORT_BITS = 16;

    private Columns() {}

    static MessageType schema(TableFormat.Rows rows) {
        Types.GroupBuilder<MessageType> schema = Types.buildMessage()
                .addField(text(KEY, Type.Repetition.REQUIRED))
                .addField(Types.required(PrimitiveTypeName.BINARY).named(STREAM))
                .addField(Types.required(PrimitiveTypeName.INT32).named(TOKENS));
        if (rows.havePooled()) {
            schema.addField(list(POOLED, PrimitiveTypeName.FLOAT));
        }
        schema.addField(Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(TIME))
                .addField(text(PRODUCT, Type.Repetition.OPTIONAL))
                .addField(text(CELL, Type.Repetition.OPTIONAL))
                .addField(small(CELL_ROW))
                .addField(small(CELL_COLUMN));
        if (rows.haveBounds()) {
            schema.addField(Types.optional(PrimitiveTypeName.BINARY).named(GEOMETRY))
                    .addField(Types.optional(PrimitiveTypeName.DOUBLE).named(LATITUDE))
                    .addField(Types.optional(PrimitiveTypeName.DOUBLE).named(LONGITUDE))
                    .addField(bounds());
        }
        return schema.addField(text(FOOTPRINT, Type.Repetition.OPTIONAL))
                .addField(text(CRS, Type.Repetition.OPTIONAL))
                .addField(list(PIXELS, PrimitiveTypeName.INT32))
                .addField(list(TRANSFORM, PrimitiveTypeName.DOUBLE))
                .addField(text(SCENE, Type.Repetition.OPTIONAL))
                .named("embeddings");
    }

    private static PrimitiveType text(String name, Type.Repetition repetition) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    private static PrimitiveType small(String name) {
        return Types.optional(PrimitiveTypeName.INT32)
                .as(LogicalTypeAnnotation.intType(SHORT_BITS, true))
                .named(name);
    }

    private static GroupType list(String name, PrimitiveTypeName element) {
        return Types.optionalList().requiredElement(element).named(name);
    }

    private static GroupType bounds() {
        Types.GroupBuilder<GroupType> group = Types.optionalGroup();
        for (String side : SIDES) {
            group.addField(Types.required(PrimitiveTypeName.DOUBLE).named(side));
        }
        return group.named(BOUNDS);
    }
}
