# What the scripts of this folder share: a build if sources are newer, class paths, and the flags that Spark gives its JVMs.

module=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$module/../.." && pwd)
target=$module/target

if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=java; fi

spark_flags=(
    -XX:+IgnoreUnrecognizedVMOptions
    --add-modules=jdk.incubator.vector
    --enable-native-access=ALL-UNNAMED
    -Djdk.reflect.useDirectMethodHandle=false
    -Dio.netty.tryReflectionSetAccessible=true
)
for package in java.base/java.{lang,lang.invoke,lang.reflect,io,net,nio,util,util.concurrent,util.concurrent.atomic} \
    java.base/jdk.internal.ref java.base/sun.{nio.ch,nio.cs,security.action,util.calendar} java.security.jgss/sun.security.krb5; do
    spark_flags+=("--add-opens=$package=ALL-UNNAMED")
done

# Builds if the file is missing or older than a source: file, phase of Maven.
build() {
    local made=$1 phase=$2
    if [ ! -e "$made" ] || [ -n "$(find "$root/pom.xml" "$root"/ringloss-{api,simd}/{pom.xml,src/main} \
        "$module/pom.xml" "$module/src" -newer "$made" -type f -print -quit)" ]; then
        echo "building; the first time Maven fetches Spark, some 330 MB ..." >&2
        (cd "$root" && ./mvnw -q -Pintegrations -pl integrations/spark -am -DskipTests "$phase") >&2
        touch -c "$made"
    fi
}
