/**
 * The masked autoencoder: its shape, its tensors, its frozen trunk, its encoder for inference and, for who trains all of it, as the
 * beginning of a DL4J graph.
 */
package org.nec4j.vit;
