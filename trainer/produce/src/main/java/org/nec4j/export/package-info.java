/**
 * From a run to what others use: codec files, coded embeddings and decoded ones.
 * The way in is one verb a class; what it writes appears whole or not at all.
 */
package org.nec4j.export;
