/** Products in bfloat16 by oneDNN. */
package org.nec4j.kernel.cpu.onednn;
