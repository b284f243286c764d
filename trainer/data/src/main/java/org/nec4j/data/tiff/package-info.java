/**
 * TIFF and GeoTIFF as users have them: any number of bands of the common number types, strips or tiles, planar or interleaved,
 * classic or big. What is not read is refused by the name of the feature.
 */
package org.nec4j.data.tiff;
