/** Kernels of ND4J operations alone: for any backend of ND4J, in float32 and in float64, and the oracle of all others. */
package org.nec4j.kernel.portable;
