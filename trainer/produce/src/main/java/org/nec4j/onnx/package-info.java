/** A codec's networks as ONNX files. */
package org.nec4j.onnx;
