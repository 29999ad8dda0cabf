// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import org.jfree.data.xy.XYSeries;

/** A histogram as the line over the middles of its bins. */
final class Distribution {
    private static final int BINS = 60;

    private final double low;
    private final double high;

    /** Bins between two different values. */
    Distribution(double low, double high) {
        this.low = low;
        this.high = high > low ? high : low + 1;
    }

    /** Adds the share of values in each bin; what lies outside is not drawn. */
    void draw(double[] values, XYSeries line) {
        int[] counts = new int[BINS];
        for (double value : values) {
            int bin = (int) Math.floor((value - low) / (high - low) * BINS);
            if (bin >= 0 && bin < BINS) {
                counts[bin]++;
            }
        }
        double width = (high - low) / BINS;
        for (int bin = 0; bin < BINS; bin++) {
            line.add(low + (bin + 0.5) * width, (double) counts[bin] / Math.max(1, values.length));
        }
    }
}
