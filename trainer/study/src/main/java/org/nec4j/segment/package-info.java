/**
 * The task of segmentation on top of frozen embeddings, or with an encoder that learns along: the paper's neck and heads in DL4J's graph, their training on tiles, and
 * the scores of whole images. Works on plain embeddings, so that it judges a codec's output as any other.
 */
package org.nec4j.segment;
