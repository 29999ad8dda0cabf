package org.ringloss.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a results file comes from.
 *
 * @param caches sizes in bytes by name: {@code L1d}, {@code L2}, {@code L3}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Machine(String cpu, String cpuDetail, int cores, Map<String, Long> caches, String os, String arch) {
    /** What a batch is read from, call after call. */
    enum Level {
        L1,
        L2,
        L3,
        MEMORY
    }

    Machine {
        cpu = Objects.requireNonNullElse(cpu, "");
        cpuDetail = Objects.requireNonNullElse(cpuDetail, "");
        caches = Objects.requireNonNullElse(caches, Map.of());
        os = Objects.requireNonNullElse(os, "");
        arch = Objects.requireNonNullElse(arch, "");
    }

    /**
     * The innermost cache that holds so much; empty if the machine did not tell its caches. Of a third-level cache a process
     * never has the whole, and on a shared machine much less: what fills more than half of it counts as read from memory.
     */
    Optional<Level> level(long bytes) {
        if (cache("L2") == 0) {
            return Optional.empty();
        }
        if (bytes <= cache("L1d")) {
            return Optional.of(Level.L1);
        }
        if (bytes <= cache("L2")) {
            return Optional.of(Level.L2);
        }
        return Optional.of(bytes <= cache("L3") / 2 ? Level.L3 : Level.MEMORY);
    }

    boolean isAt(Level level, long bytes) {
        return level(bytes).filter(level::equals).isPresent();
    }

    long cache(String name) {
        Long bytes = caches.get(name);
        return bytes == null ? 0 : bytes;
    }
}
