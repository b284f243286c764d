/** Codes that tell identities apart by their distances: pooling, learnt steps, triplets, identification, and the network of them. */
package org.nec4j.metric;
