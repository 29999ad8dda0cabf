// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** A function of one row: its first argument is the embedding, others are numbers or keys. */
@SuppressWarnings("serial") // Scala's sequences and the settings are serializable, their declared types are not
final class RowFunction extends Expression implements CodegenFallback, Serializable {
    private static final long serialVersionUID = 1;

    /** What is computed: immutable, compared by value, used by several threads at once. */
    interface Body extends Serializable {
        String name();

        DataType type();

        /** What is wrong with the types of the arguments after the first; null if nothing. */
        default @Nullable String refuse(Seq<Expression> arguments) {
            return arguments.size() == 1 ? null : name() + " takes one argument, not " + arguments.size();
        }

        /**
         * The value of a row.
         *
         * @param embedding the first argument
         * @param column the name of the first argument
         * @param others the arguments after the first
         */
        @Nullable Object of(@Nullable ArrayData embedding, String column, Object[] others);
    }

    private final Body body;
    /** The first argument as the query has it. */
    private final String column;

    private final Seq<Expression> arguments;

    RowFunction(Body body, String column, Seq<Expression> arguments) {
        this.body = body;
        this.column = column;
        this.arguments = arguments;
    }

    @Override
    public Object eval(InternalRow row) {
        Object[] others = new Object[arguments.size() - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = arguments.apply(i + 1).eval(row);
        }
        return body.of((ArrayData) arguments.head().eval(row), column, others);
    }

    @Override
    public TypeCheckResult checkInputDataTypes() {
        String refusal = body.refuse(arguments);
        return refusal != null
                ? EmbeddingColumn.failure(refusal)
                : EmbeddingColumn.check(body.name(), column, arguments.head().dataType());
    }

    @Override
    public DataType dataType() {
        return body.type();
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public String prettyName() {
        return body.name();
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        return CodegenFallback.super.doGenCode(context, code);
    }

    @Override
    public Seq<Expression> children() {
        return arguments;
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new RowFunction(body, column, children);
    }

    /** What plans show: the arguments. */
    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public Object productElement(int i) {
        Objects.checkIndex(i, 1);
        return arguments;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RowFunction;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowFunction that && that.body.equals(body) && that.arguments.equals(arguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(body, arguments);
    }
}
