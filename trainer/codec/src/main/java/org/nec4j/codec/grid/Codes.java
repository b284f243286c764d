package org.nec4j.codec.grid;

/**
 * The codes of a map.
 *
 * @param fine   of the finer level, row after row
 * @param coarse of the coarser one
 */
@SuppressWarnings("ArrayRecordComponent") // handed from coder to decoder
public record Codes(int[] fine, int[] coarse) {}
