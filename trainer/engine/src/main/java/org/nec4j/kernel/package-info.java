/**
 * The float32 mathematics of a transformer, fused and threaded: the only package that touches the memory of an INDArray.
 * {@link org.nec4j.kernel.Kernels#best()} picks the fastest implementation that this virtual machine can run.
 */
package org.nec4j.kernel;
