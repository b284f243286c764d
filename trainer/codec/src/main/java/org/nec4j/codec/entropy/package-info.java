/**
 * Symbols to bits and back: integer probability tables, how they are made of probabilities, and the range coder, which knows
 * nothing else. Not exported: for this module and for those that make codecs.
 */
package org.nec4j.codec.entropy;
