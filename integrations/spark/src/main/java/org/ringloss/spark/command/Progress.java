// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the passes over the rows go: a bar of tasks on a terminal, a line at the end of each pass elsewhere. Spark calls
 * from a thread of its own.
 */
final class Progress extends SparkListener {
    private final PrintWriter out;
    private final boolean isTerminal;
    private @Nullable ProgressBar bar;

    Progress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Runs a pass and shows it. */
    <T> T of(String pass, Supplier<T> work) {
        long start = System.nanoTime();
        if (isTerminal) {
            open(pass);
        }
        try {
            T result = work.get();
            close();
            if (!isTerminal) {
                out.printf(Locale.ROOT, "%s: %.1f s%n", pass, (System.nanoTime() - start) / 1e9);
                out.flush();
            }
            return result;
        } finally {
            close();
        }
    }

    private synchronized void open(String pass) {
        bar = new ProgressBarBuilder()
                .setTaskName(pass)
                .setInitialMax(0)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .setUpdateIntervalMillis(200)
                .build();
    }

    private synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
        if (bar != null) {
            bar.maxHint(bar.getMax() + stage.stageInfo().numTasks());
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (bar != null && end.taskInfo().successful()) {
            bar.step();
        }
    }
}
