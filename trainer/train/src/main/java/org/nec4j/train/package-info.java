/**
 * Training: from settings and images to a run folder. Puts trunk, layers and bottleneck together into DL4J's graph, steps it,
 * keeps what a killed run needs to go on.
 */
package org.nec4j.train;
