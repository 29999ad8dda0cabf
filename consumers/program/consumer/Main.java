// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.util.Arrays;
import org.ringloss.FloatMatrix;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** What every consumer does: the loss of two rows with norms 5 and 10, and the backend that computed it. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        RingLoss ring = RingLoss.builder().penalty(Penalty.squared()).build();
        float[] gradient = new float[4];
        FloatMatrix features = FloatMatrix.of(new float[] {3, 4, 6, 8}, 2, 2);
        RingLossResult result = ring.forwardBackward(features, 7.5, FloatMatrix.of(gradient, 2, 2));
        System.out.println(RingLoss.describe());
        System.out.println("loss " + result.loss() + " gradient " + Arrays.toString(gradient));
    }
}
