/**
 * Compressed learning: a sparse sensing matrix that is learnt, noise, and an unrolled recovery, as one layer. Knows kernels and layers,
 * nothing of images, settings or training.
 */
package org.nec4j.sensing;
