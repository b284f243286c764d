/** The verb factorize: an encoder's products as two thin matrices each, in closed form from what its layers give on images. */
package org.nec4j.factorize;
