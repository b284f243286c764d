/**
 * How good an embedding still is for the work that follows: heads, scores, retrieval and their statistics, on plain arrays.
 * It knows no codec, so that every system of a comparison is judged by the same code; the encoder only where a head trains it, too.
 */
package org.nec4j.eval;
