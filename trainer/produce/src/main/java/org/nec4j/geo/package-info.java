/** Where on the Earth images lie: coordinate reference systems, and what files and tables say of them. */
package org.nec4j.geo;
