/**
 * The entropy models, each a way from an embedding to symbols with their tables and back: factorized, hyperprior (with means or
 * without), transform. {@link org.nec4j.codec.model.CodecContent} reads them from a codec file,
 * {@link org.nec4j.codec.model.CodecWriter} writes one. Not exported: for this module and for those that make codecs.
 */
package org.nec4j.codec.model;
