/** Archives as maps: where their embeddings lie, coloured by what they are like. */
package org.nec4j.map;
