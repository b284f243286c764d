/**
 * Images and how they reach a training step: data sets and their splits, decoding, crops exact to Pillow, batches by random access.
 * Everything random is a pure function of (seed, purpose, epoch or step, index), so a run resumes from its step number alone.
 */
package org.nec4j.data;
