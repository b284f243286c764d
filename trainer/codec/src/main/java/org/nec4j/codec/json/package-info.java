/** What a codec says of itself, as a JSON object with checked access. */
package org.nec4j.codec.json;
