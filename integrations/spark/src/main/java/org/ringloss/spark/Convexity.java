// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.util.Set;
import org.ringloss.Penalty;

/** Which penalties have one minimum over the radius, whatever the norms. */
final class Convexity {
    private static final Set<String> CONVEX = Set.of("squared", "huber", "oneSidedHuber", "pseudoHuber", "logCosh");
    private static final String BARRON = "barron(";

    private Convexity() {}

    /** False for a penalty of the caller's own too, of which nothing is known. */
    static boolean isConvex(Penalty penalty) {
        String text = penalty.toString();
        if (text.startsWith(BARRON)) {
            return Double.parseDouble(text.substring(BARRON.length(), text.indexOf(','))) >= 1;
        }
        int end = text.indexOf('(');
        return CONVEX.contains(end < 0 ? text : text.substring(0, end));
    }
}
