/** Encoders in ONNX Runtime. */
package org.nec4j.onnxruntime;
