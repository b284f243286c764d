/**
 * What a learnt codec has to beat: image codecs, quantized embeddings and transform codecs, all behind one interface.
 * Every one of them writes real bytes, headers and side information included, and reads them back.
 */
package org.nec4j.baseline;
