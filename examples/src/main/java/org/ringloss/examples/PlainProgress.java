// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.io.PrintWriter;
import java.util.Locale;

/** One line per epoch, for files and pipes. */
final class PlainProgress implements Progress {
    private final PrintWriter out;
    private final String run;
    private final int epochs;

    PlainProgress(PrintWriter out, String run, int epochs) {
        this.out = out;
        this.run = run;
        this.epochs = epochs;
    }

    @Override
    public void step(double loss, double accuracy, double radius, double meanNorm) {
        // Too often for lines.
    }

    @Override
    public void epoch(EpochStats stats) {
        out.printf(
                Locale.ROOT,
                "%s: epoch %d/%d, loss %.4f, training accuracy %.2f %%, test accuracy %.2f %%, %smean norm %.3f%n",
                run,
                stats.epoch(),
                epochs,
                stats.loss(),
                100 * stats.trainAccuracy(),
                100 * stats.testAccuracy(),
                Double.isNaN(stats.radius()) ? "" : String.format(Locale.ROOT, "R %.3f, ", stats.radius()),
                stats.meanNorm());
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
