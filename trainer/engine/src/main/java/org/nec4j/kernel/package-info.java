/** What a backend computes, by subject: contracts alone. {@link org.nec4j.kernel.Kernels} is where they hang together. */
package org.nec4j.kernel;
