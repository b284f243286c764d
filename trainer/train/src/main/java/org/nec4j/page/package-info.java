/** A run's page, {@code report.html}, and the measured numbers on it: one file of HTML and SVG that needs no other and no host. */
package org.nec4j.page;
