/**
 * One training step: trunk, layers and bottleneck as DL4J's graph, what is random about a batch, the optimizer, and what came of it.
 * Knows no settings and no files.
 */
package org.nec4j.step;
