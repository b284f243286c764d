/** Finding an identity again by its code: sets of views, the open-set protocol, and training for it. */
package org.nec4j.reid;
