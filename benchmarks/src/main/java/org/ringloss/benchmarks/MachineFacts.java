package org.ringloss.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.software.os.OperatingSystem;

/** What the machine is: what one has to know to compare its numbers, and nothing that names it. */
final class MachineFacts {
    private MachineFacts() {}

    static ObjectNode read() {
        SystemInfo system = new SystemInfo();
        CentralProcessor processor = system.getHardware().getProcessor();
        CentralProcessor.ProcessorIdentifier identifier = processor.getProcessorIdentifier();
        OperatingSystem os = system.getOperatingSystem();
        ObjectNode node = JmhResults.MAPPER.createObjectNode();
        node.put("cpu", identifier.getName().strip());
        node.put("cpuDetail", "family " + identifier.getFamily() + " model " + identifier.getModel());
        node.put("cores", processor.getLogicalProcessorCount());
        ObjectNode caches = node.putObject("caches");
        caches(processor).forEach(caches::put);
        node.put("memoryBytes", system.getHardware().getMemory().getTotal());
        node.put("os", os.getFamily() + " " + os.getVersionInfo().getVersion());
        node.put("kernel", os.getVersionInfo().getBuildNumber());
        node.put("arch", System.getProperty("os.arch"));
        return node;
    }

    /** Bytes of a core's caches that hold data: L1d, L2, L3. */
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
}
