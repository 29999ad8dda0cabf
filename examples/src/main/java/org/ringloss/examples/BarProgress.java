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
                .setTaskName(run)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }

    @Override
    public void step(double loss, double accuracy, double radius, double meanNorm) {
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " loss %.3f, accuracy %.1f %%, %snorm %.2f",
                loss,
                100 * accuracy,
                Double.isNaN(radius) ? "" : String.format(Locale.ROOT, "R %.2f, ", radius),
                meanNorm));
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
