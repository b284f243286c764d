/**
 * How good an embedding still is for the work that follows: heads, scores, retrieval and their statistics, on plain arrays.
 * It knows neither the encoder nor a codec, so that every system of a comparison is judged by the same code.
 */
package org.nec4j.eval;
