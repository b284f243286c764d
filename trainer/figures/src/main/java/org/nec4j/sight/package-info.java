/**
 * What people look at: the picture of an image on its way through a codec, and a run's page. Everything is drawn by this package alone
 * (shapes, text, PNG, SVG, HTML), so that it looks the same on every machine and needs no fonts, screens or hosts.
 */
package org.nec4j.sight;
