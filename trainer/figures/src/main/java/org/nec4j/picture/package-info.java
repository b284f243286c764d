/**
 * What people look at: the picture of an image on its way through a codec. Everything is drawn by this package alone (shapes, text,
 * PNG), so that it looks the same on every machine and needs no fonts, screens or hosts.
 */
package org.nec4j.picture;
