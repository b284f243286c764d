/**
 * From settings to things: opens the data sets and models that a config names. The only package below the verbs that reads
 * both settings and what they describe.
 */
package org.nec4j.assembly;
