# What property-tests/matrix and property-tests/arm share: JVMs, each with flags of its own, and the table of what they did.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/property-tests/target/jvms/$(basename "$0")
rows=()
failed=0

# Builds what the JVMs run: one set of class files for all of them, and a jar with the kernels of memory segments if the JDK
# has them.
build() { # java home
    (cd "$root" && JAVA_HOME=$1 ./mvnw -q -pl property-tests -am -DskipTests package) || exit 1
    class_path=$(cat "$root/property-tests/target/test-classpath")
    for classes in "$root"/ringloss-api/target/classes "$root"/ringloss-simd/target/ringloss-simd-*[0-9T].jar "$root"/property-tests/target/classes \
        "$root"/property-tests/target/test-classes; do
        class_path=$classes:$class_path
    done
    rm -rf "$logs"
    mkdir -p "$logs"
}

# Whether the JVM of this name is among those that --only leaves.
wanted() { [[ "$1" == *"$only"* ]]; }

# Runs a JVM and keeps a row for the table. One that fails does not stop the others.
jvm() { # name, command of a JVM and its flags, arguments of JvmConfiguration
    local name=$1 command=$2 start=$SECONDS result log
    log=$logs/$(tr -cs 'A-Za-z0-9=\n' - <<<"$name").log
    # In the folder where Maven runs the tests, too: some of them read files of the project.
    # shellcheck disable=SC2086 # the words of both are meant to be split
    (cd "$root/property-tests" && timeout --kill-after=10 "${time_limit:-3600}" $command --add-modules=jdk.incubator.vector \
        -cp "$class_path" org.ringloss.properties.JvmConfiguration $3) >"$log" 2>&1 || true
    result=$(grep '^ran	' "$log" || true)
    if [ -z "$result" ]; then
        result=$(printf 'ran\t-\t-\t-\t-\t-\t-\tended early: %s' "$(grep -v '^WARNING' "$log" | tail -n 1)")
    fi
    local backend bits compiled tests small full failures
    IFS=$'\t' read -r _ backend bits compiled tests small full failures <<<"$result"
    if [ -n "$failures" ]; then
        failed=$((failed + 1))
        failures="FAILED: $failures (${log#"$root"/})"
    fi
    row "$name" "$backend" "$bits" "$compiled" "$tests" "${small:0:16}" "${full:0:16}" $((SECONDS - start)) "$failures"
    echo "${rows[-1]}"
}

left_out() { # name, reason
    rows+=("$(printf '%-36s LEFT OUT: %s' "$1" "$2")")
    echo "${rows[-1]}"
}

row() {
    rows+=("$(printf '%-36s %-7s %5s %4s %6s  %-16s  %-16s  %5s  %s' "$@")")
}

# Prints all rows; the exit status tells whether every JVM did what it should.
table() {
    local header
    [ ${#rows[@]} -gt 0 ] || { echo "no JVM has a name that contains $only" >&2; return 1; }
    header=$(printf '%-36s %-7s %5s %4s %6s  %-16s  %-16s  %5s' \
        JVM backend bits C2 tests golden-small golden s)
    printf '\n%s\n' "$header"
    printf '%s\n' "${rows[@]}"
    echo "bits: of the vectors that ran, 0 is scalar code; C2: kernels that it compiled; hashes: their first 16 digits"
    [ "$failed" = 0 ] || { echo "$failed of ${#rows[@]} JVMs FAILED"; return 1; }
}
