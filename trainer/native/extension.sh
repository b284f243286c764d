# Sets `extension` to the build of ND4J's native library that this machine can run: -avx512, -avx2, or nothing where there is but one.
# Read by the launcher and by the bench; NEC4J_EXTENSION names another, `none` the plain one.
extension=
flags=" $(sed -n '/^flags/{s/^[^:]*://p;q;}' /proc/cpuinfo 2>/dev/null || true) "
has() {
    for flag; do
        case $flags in
            *" $flag "*) ;;
            *) return 1 ;;
        esac
    done
}
case $(uname -s)-$(uname -m) in
    Linux-x86_64)
        if has avx512f avx512bw avx512cd avx512dq avx512vl; then
            extension=-avx512
        elif has avx2 fma; then
            extension=-avx2
        fi
        extension=${NEC4J_EXTENSION-$extension}
        [ "$extension" != none ] || extension=
        ;;
    Darwin-x86_64) extension=-avx2 ;;
esac
