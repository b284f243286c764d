/** The consumer's side: entropy coder, tables, codec files, streams and safetensors, on nothing but the JDK. */
package org.nec4j.codec;
