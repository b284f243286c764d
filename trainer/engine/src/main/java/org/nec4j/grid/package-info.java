/**
 * Networks on gridded fields, maps [B, H, W, C] of any height and width: convolutions, divisive norms, codebooks, and the two-level
 * autoencoder made of them. Knows kernels and layers, nothing of files, settings or training.
 */
package org.nec4j.grid;
