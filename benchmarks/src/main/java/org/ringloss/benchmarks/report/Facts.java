// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ringloss.RingLoss;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.software.os.OperatingSystem;

/**
 * The machine and the JVM of a results file: what one has to know to compare its numbers, and nothing that names it.
 *
 * @param caches bytes of a core's caches by name: {@code L1d}, {@code L2}, {@code L3}
 * @param jdk the feature release
 */
record Facts(
        String cpu,
        int cores,
        Map<String, Integer> caches,
        String system,
        String jvm,
        int jdk,
        int vectorBits,
        String arch) {
    /** Of this JVM and what it runs on. */
    static Facts read() {
        SystemInfo system = new SystemInfo();
        CentralProcessor processor = system.getHardware().getProcessor();
        CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
        OperatingSystem os = system.getOperatingSystem();
        String cpu = id.getName().strip();
        // A virtual machine may name no model: its family and model number tell it from others then.
        boolean isNumbered = cpu.matches(".*\\d.*");
        return new Facts(
                isNumbered ? cpu : cpu + " family " + id.getFamily() + " model " + id.getModel(),
                processor.getLogicalProcessorCount(),
                caches(processor),
                os.getFamily() + " " + os.getVersionInfo().getVersion(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Runtime.version().feature(),
                RingLoss.builder().build().backend().vectorBits(),
                System.getProperty("os.arch"));
    }

    private static Map<String, Integer> caches(CentralProcessor processor) {
        Map<String, Integer> caches = new TreeMap<>();
        for (ProcessorCache cache : processor.getProcessorCaches()) {
            String level = "L" + cache.getLevel();
            switch (cache.getType()) {
                case DATA -> caches.putIfAbsent(level + "d", cache.getCacheSize());
                case UNIFIED -> caches.putIfAbsent(level, cache.getCacheSize());
                default -> {}
            }
        }
        return caches;
    }

    boolean fitsL2(Shape shape) {
        return shape.bytes() <= caches.getOrDefault("L2", 1 << 20);
    }

    /** The CPU as a part of a file name: {@code Intel(R) Xeon(R) CPU @ 2.20GHz} is {@code intel-xeon}. */
    String slug() {
        return cpu.replaceAll("\\((R|TM|r|tm)\\)|@.*|\\b(CPU|Processor)\\b", " ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }
}
