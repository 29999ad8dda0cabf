// SPDX-License-Identifier: Apache-2.0
package org.ringloss.dl4j;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ringloss.FloatMatrix;

/** The rows of a float array of rank 2, in place wherever each lies in one piece. */
final class Rows {
    private Rows() {}

    /** Rows to read; those of an array that is ordered by columns, or has gaps in its rows, are copied. */
    static FloatMatrix read(INDArray array, LayerWorkspaceMgr workspaces) {
        boolean inPieces = array.stride(1) != 1 || (array.rows() > 1 && array.stride(0) < array.columns());
        return of(inPieces ? workspaces.dup(ArrayType.FF_WORKING_MEM, array, 'c') : array);
    }

    /** Rows of an array ordered by rows: the memory itself, for as long as the array lives. */
    static FloatMatrix of(INDArray array) {
        int stride = array.rows() > 1 ? Math.toIntExact(array.stride(0)) : array.columns();
        return FloatMatrix.of(array.data().asNioFloat(), 0, array.rows(), array.columns(), stride);
    }
}
