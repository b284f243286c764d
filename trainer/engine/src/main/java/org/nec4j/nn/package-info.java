/**
 * DL4J layers with hand-written forward and backward passes over the fused kernels: what a masked autoencoder is made of.
 * Knows kernels and DL4J's graph, and nothing of images, entropy or training.
 */
package org.nec4j.nn;
