#!/bin/sh
# Times whole steps of ours and of PyTorch's in turns and prints one row a case.
#
#   trainer/bench/side-by-side.sh [CASE...]      all cases unless some are named
#
#   NEC4J_PYTHON     a Python that has torch (default: python3); without torch only our times are printed
#   NEC4J_THREADS    threads on either side (default: all processors)
#   NEC4J_ROUNDS     turns on either side (default: 5)
#   NEC4J_EXTENSION  build of the native library (default: -avx2)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/mvnw" -q -B -f "$root/pom.xml" -pl trainer/bench -am package -DskipTests
for case in ${*:-vit-b-encoder vit-b-frozen vit-tiny-frozen vit-tiny-full}; do
    java --add-modules=jdk.incubator.vector -Xmx2g \
        -Dnec4j.threads="${NEC4J_THREADS:-$(getconf _NPROCESSORS_ONLN)}" \
        -Dnec4j.peer="$root/trainer/bench/pytorch_peer.py" \
        -Dorg.bytedeco.javacpp.platform.extension="${NEC4J_EXTENSION--avx2}" \
        -cp "$root/trainer/bench/target/classes:$root/trainer/bench/target/lib/*" \
        org.nec4j.bench.SideBySide "$case" "${NEC4J_ROUNDS:-5}" 2>/dev/null
done
