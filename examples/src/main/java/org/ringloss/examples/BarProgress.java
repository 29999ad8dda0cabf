// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that moves, for terminals. */
final class BarProgress implements Progress {
    private final ProgressBar bar;

    BarProgress(String run, long steps) {
        bar = new ProgressBarBuilder()
                .setTaskName(run.replace("softmax + ", "+ "))
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .setUpdateIntervalMillis(200)
                .build();
    }

    @Override
    public void step(double loss, double accuracy, double radius, double meanNorm) {
        // Short: with 80 columns there is room for about 36 characters.
        String ring = Double.isNaN(radius) ? "" : String.format(Locale.ROOT, "R %.1f ", radius);
        bar.setExtraMessage(
                String.format(Locale.ROOT, "loss %.2f acc %.1f%% %snorm %.1f", loss, 100 * accuracy, ring, meanNorm));
        bar.step();
    }

    @Override
    public void epoch(EpochStats stats) {
        // The bar goes on over all epochs.
    }

    @Override
    public void close() {
        bar.close();
    }
}
