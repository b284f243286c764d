/**
 * Results as people read them: rate-accuracy curves, their comparison in single numbers, tables, figures and verdicts.
 * It knows only numbers and names, not where they come from.
 */
package org.nec4j.report;
