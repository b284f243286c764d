/** Kernels for arrays in this process's memory, fused and threaded: the only package that sees that memory. */
package org.nec4j.kernel.cpu;
