// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ring loss by the automatic differentiation of SameDiff, in double: the sum over all rows, with lambda 1.
 *
 * @param loss the loss
 * @param features its gradient with respect to the features
 * @param radius its gradient with respect to the radius
 */
record Reference(double loss, INDArray features, double radius) {
    enum Form {
        SQUARED,
        HUBER,
        RELATIVE_SQUARED
    }

    static Reference of(INDArray features, double radius, Form form) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", features.castTo(DataType.DOUBLE));
        SDVariable r = graph.var("r", Nd4j.scalar(radius));
        SDVariable e = graph.math().sqrt(graph.sum(x.mul(x), 1)).sub(r);
        if (form == Form.RELATIVE_SQUARED) {
            double mean = features.castTo(DataType.DOUBLE).norm2(1).meanNumber().doubleValue();
            e = e.div(Math.max(mean, 0.5));
        }
        SDVariable rho;
        if (form == Form.HUBER) {
            // With c = min(|e|, 1): c (|e| - c / 2).
            SDVariable size = graph.math().abs(e);
            SDVariable cut = graph.math().min(size, graph.constant(Nd4j.ones(DataType.DOUBLE, features.rows())));
            rho = cut.mul(size.sub(cut.mul(0.5)));
        } else {
            rho = e.mul(e).mul(0.5);
        }
        SDVariable loss = graph.sum("loss", rho);
        graph.setLossVariables("loss");
        Map<String, INDArray> gradients = graph.calculateGradients(Map.of(), "x", "r");
        return new Reference(
                loss.eval().getDouble(0), gradients.get("x"), gradients.get("r").getDouble(0));
    }
}
