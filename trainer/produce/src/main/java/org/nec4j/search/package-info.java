/** Archives by what their embeddings are like: pooled vectors beside an archive, and the nearest of them. */
package org.nec4j.search;
