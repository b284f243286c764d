/** Coded embeddings as tables: GeoParquet 1.1, with the column names of Major TOM. */
package org.nec4j.geoparquet;
