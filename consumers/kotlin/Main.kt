// SPDX-License-Identifier: Apache-2.0
package consumer

import org.ringloss.FloatMatrix
import org.ringloss.Penalty
import org.ringloss.RingLoss

fun main() {
    val ring = RingLoss.builder().penalty(Penalty.squared()).build()
    val gradient = FloatArray(4)
    val result = ring.forwardBackward(FloatMatrix.of(floatArrayOf(3f, 4f, 6f, 8f), 2, 2), 7.5, FloatMatrix.of(gradient, 2, 2))
    println(RingLoss.describe())
    println("loss ${result.loss()} gradient ${gradient.contentToString()}")
}
