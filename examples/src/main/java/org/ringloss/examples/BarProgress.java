// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.ringloss.examples.evaluation.ArmResult;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.EpochStats;

/** One bar over all arms, for terminals. */
final class BarProgress implements RunProgress {
    private static final int PARTS_PER_ARM = 1000;

    private final ProgressBar bar;
    private int number;
    private String arm = "";

    BarProgress(int arms) {
        bar = new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax((long) arms * PARTS_PER_ARM)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }

    @Override
    public void begin(int which, long seed, Arm trained) {
        number = which;
        arm = "seed " + seed + (trained == Arm.RING ? " +ring" : "");
        bar.setExtraMessage(arm);
    }

    @Override
    public void step(double done, double loss, double accuracy) {
        // Short: with 80 columns there is little room.
        bar.setExtraMessage(String.format(Locale.ROOT, "%s loss %.2f acc %.0f%%", arm, loss, 100 * accuracy));
        bar.stepTo((long) ((number + done) * PARTS_PER_ARM));
    }

    @Override
    public void epoch(EpochStats stats) {
        // The bar goes on over all epochs.
    }

    @Override
    public void end(ArmResult result) {
        bar.stepTo((number + 1L) * PARTS_PER_ARM);
    }

    @Override
    public void close() {
        bar.close();
    }
}
