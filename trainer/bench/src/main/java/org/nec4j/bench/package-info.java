/**
 * Benchmarks: whole steps side by side with PyTorch ({@code trainer/bench/side-by-side.sh}) and single kernels by JMH
 * ({@code java -cp 'trainer/bench/target/classes:trainer/bench/target/lib/*' org.openjdk.jmh.Main Kernels}).
 */
package org.nec4j.bench;
