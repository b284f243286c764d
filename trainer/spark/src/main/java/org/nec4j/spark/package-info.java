/** Encoding, training and sweeps on a cluster of Spark: its driver plans, its executors compute, a file system that all of them mount keeps. */
package org.nec4j.spark;
