/** Chooses what computes. */
package org.nec4j.backend;
