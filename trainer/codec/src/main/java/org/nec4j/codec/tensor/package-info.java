/** Named tensors in a safetensors file, what a codec file is made of. Not exported: for this module and for those that make codecs. */
package org.nec4j.codec.tensor;
