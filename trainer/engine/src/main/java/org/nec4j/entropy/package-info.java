/**
 * Bottlenecks: densities, their layers in the graph, and the integer tables that a codec codes with. Knows kernels and layers,
 * nothing of images or training.
 */
package org.nec4j.entropy;
