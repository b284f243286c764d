/**
 * Settings that make no sense together, told before data or weights are read.
 */
package org.nec4j.audit;
