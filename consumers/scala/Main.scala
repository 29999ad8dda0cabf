// SPDX-License-Identifier: Apache-2.0
package consumer

import org.ringloss.{FloatMatrix, Penalty, RingLoss}

@main def main(): Unit =
  val ring = RingLoss.builder.penalty(Penalty.squared).build
  val gradient = new Array[Float](4)
  val result = ring.forwardBackward(FloatMatrix.of(Array(3f, 4f, 6f, 8f), 2, 2), 7.5, FloatMatrix.of(gradient, 2, 2))
  println(RingLoss.describe)
  println(s"loss ${result.loss} gradient ${gradient.mkString("[", ", ", "]")}")
