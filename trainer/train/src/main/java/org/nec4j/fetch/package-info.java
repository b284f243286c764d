/**
 * The verb {@code fetch}: public checkpoints and data sets from where they live. What arrives is resumed where it was cut, checked
 * against its SHA-256, unpacked without leaving its folder, and appears whole or not at all. Nothing that was fetched is executed.
 */
package org.nec4j.fetch;
