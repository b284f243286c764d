#!/bin/sh
# Times whole steps of ours and of PyTorch's in turns and prints one row a case.
#
#   trainer/bench/side-by-side.sh [CASE...]      all cases unless some are named
#
# Cases: vit-b-encoder vit-b-frozen vit-tiny-frozen vit-tiny-full; with oneDNN, fetched for them alone (27 MB): vit-b-frozen-bf16
# vit-b-frozen-bf16-autocast
#
#   NEC4J_PYTHON     a Python that has torch (default: python3); without torch only our times are printed
#   NEC4J_THREADS    threads on either side (default: all processors)
#   NEC4J_ROUNDS     turns on either side (default: 5)
#   NEC4J_EXTENSION  build of the native library: -avx512, -avx2, or none (default: what the processor can do)
#   NEC4J_JAVA_OPTS  further options of the Java virtual machine
#
# With AVX2 alone, as on a processor that has no more:
#   NEC4J_EXTENSION=-avx2 NEC4J_JAVA_OPTS=-XX:UseAVX=2 OPENBLAS_CORETYPE=HASWELL ATEN_CPU_CAPABILITY=avx2 \
#       ONEDNN_MAX_CPU_ISA=AVX2 MKL_ENABLE_INSTRUCTIONS=AVX2 trainer/bench/side-by-side.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/trainer/native/extension.sh"
pick=
[ "$(uname -s)-$(uname -m)" != Linux-x86_64 ] || pick=-Dnd4j.extension=$extension
case "$*" in
    *bf16*) pick="$pick -Dnec4j.onednn" ;;
esac
# Libraries of another build would stay beside those of this one.
rm -rf "$root/trainer/bench/target/lib"
# shellcheck disable=SC2086
"$root/mvnw" -q -B -f "$root/pom.xml" -pl trainer/bench -am package -Dmaven.test.skip=true -Dspotless.check.skip=true $pick
for case in ${*:-vit-b-encoder vit-b-frozen vit-tiny-frozen vit-tiny-full}; do
    # shellcheck disable=SC2086
    java --add-modules=jdk.incubator.vector -Xmx2g \
        -Dnec4j.threads="${NEC4J_THREADS:-$(getconf _NPROCESSORS_ONLN)}" \
        -Dnec4j.peer="$root/trainer/bench/pytorch_peer.py" \
        -Dorg.bytedeco.javacpp.platform.extension="$extension" \
        ${NEC4J_JAVA_OPTS:-} \
        -cp "$root/trainer/bench/target/classes:$root/trainer/bench/target/lib/*" \
        org.nec4j.bench.SideBySide "$case" "${NEC4J_ROUNDS:-5}"
done
