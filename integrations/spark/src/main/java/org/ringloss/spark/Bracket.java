// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.Arrays;

/**
 * An interval of radii with a minimum of the loss inside, and the narrower ones that sums of derivatives lead to.
 *
 * <p>At {@code downhill} the loss falls towards {@code far}; at {@code far} it no longer does. {@code downhill} may be above
 * {@code far}. The minimum that is followed is the first one seen from {@code downhill}.
 */
record Bracket(double downhill, double far) {

    /** Evenly spaced radii inside, from {@code downhill} on, without doubles; none where the ends are neighbours. */
    double[] inside(int count) {
        double[] radii = new double[count];
        int distinct = 0;
        double last = downhill;
        for (int k = 1; k <= count; k++) {
            double radius = downhill + (far - downhill) * k / (count + 1);
            if (radius != last && radius != far) {
                radii[distinct++] = radius;
                last = radius;
            }
        }
        return Arrays.copyOf(radii, distinct);
    }

    /**
     * The narrower bracket.
     *
     * @param radii what {@link #inside} gave
     * @param sums the sum of rho'(n - R) for each: above 0 where the loss falls as R grows
     */
    Bracket narrowed(double[] radii, double[] sums) {
        double direction = Math.signum(far - downhill);
        double last = downhill;
        for (int k = 0; k < radii.length; k++) {
            if (sums[k] == 0) {
                return new Bracket(radii[k], radii[k]);
            }
            if (Math.signum(sums[k]) != direction) {
                return new Bracket(last, radii[k]);
            }
            last = radii[k];
        }
        return new Bracket(last, far);
    }

    double width() {
        return Math.abs(far - downhill);
    }
}
