/**
 * Linear transforms of embeddings and the statistics of their coefficients: what transform codecs and baselines are made of.
 */
package org.nec4j.transform;
