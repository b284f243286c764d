/**
 * Aerial scenes drawn by the program: ten kinds of place with their land cover, from a seed, the same on every machine.
 * They let everything run without a download; no result on them says anything about real images.
 */
package org.nec4j.data.synthetic;
