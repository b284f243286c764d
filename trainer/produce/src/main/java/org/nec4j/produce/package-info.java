/** The producer's side of a codec for programs that embed it: the module's public face, which changes only with notice. */
package org.nec4j.produce;
