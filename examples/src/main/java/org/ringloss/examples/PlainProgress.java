// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.io.PrintWriter;
import java.util.Locale;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.EpochStats;

/** Some lines per arm, for files and pipes. */
final class PlainProgress implements RunProgress {
    private static final int LINES_PER_ARM = 4;

    private final PrintWriter out;
    private final int arms;
    private final int epochs;
    private String arm = "";

    PlainProgress(PrintWriter out, int arms, int epochs) {
        this.out = out;
        this.arms = arms;
        this.epochs = epochs;
    }

    @Override
    public void begin(int number, long seed, Arm which) {
        arm = String.format(Locale.ROOT, "[%d/%d] seed %d, %s", number + 1, arms, seed, which.label());
    }

    @Override
    public void step(double done, double loss, double accuracy) {
        // Too often for lines.
    }

    @Override
    public void epoch(EpochStats stats) {
        if (stats.epoch() == epochs || stats.epoch() % Math.max(1, epochs / LINES_PER_ARM) != 0) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s: epoch %d/%d, softmax loss %.3f, held-out accuracy %.1f %%, mean norm %.2f%s%n",
                arm,
                stats.epoch(),
                epochs,
                stats.softmaxLoss(),
                100 * stats.heldOutAccuracy(),
                stats.meanNorm(),
                Double.isNaN(stats.radius()) ? "" : String.format(Locale.ROOT, ", R %.2f", stats.radius()));
        out.flush();
    }

    @Override
    public void end(ArmResult result) {
        out.printf(
                Locale.ROOT,
                "%s: held-out accuracy %.1f %%, norms vary by %.3f of their mean%n",
                arm,
                100 * result.value(Metric.ACCURACY),
                result.value(Metric.NORM_VARIATION));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
