// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * What the aggregate functions share: being a node of a plan, which is compared by value and copied with other children
 * and other places in the buffers of an aggregation.
 *
 * <p>A function of Spark's own kind and not an {@code Aggregator}, because an aggregator is handed its input by an
 * encoder: that one casts {@code array<double>} and makes 0 of a null element without a word.
 *
 * @param <B> the buffer of a group
 */
@SuppressWarnings("serial") // Scala's sequences and the settings are serializable, their declared types are not
abstract class RingAggregate<B> extends TypedImperativeAggregate<B> implements Serializable {
    private static final long serialVersionUID = 1;

    /** Where a function stands: its arguments, and its offsets in the rows of buffers. */
    record Place(Seq<Expression> children, int mutableOffset, int inputOffset) implements Serializable {
        static Place of(Seq<Expression> children) {
            return new Place(children, 0, 0);
        }
    }

    private final Object settings;
    private final Place place;

    /**
     * Makes a function.
     *
     * @param settings all that tells it from others of its class, compared by value
     * @param place where it stands
     */
    RingAggregate(Object settings, Place place) {
        this.settings = settings;
        this.place = place;
    }

    /** The same function elsewhere. */
    abstract RingAggregate<B> at(Place newPlace);

    @Override
    public final Seq<Expression> children() {
        return place.children();
    }

    @Override
    public final Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return at(new Place(children, place.mutableOffset(), place.inputOffset()));
    }

    @Override
    public final int mutableAggBufferOffset() {
        return place.mutableOffset();
    }

    @Override
    public final RingAggregate<B> withNewMutableAggBufferOffset(int offset) {
        return at(new Place(place.children(), offset, place.inputOffset()));
    }

    @Override
    public final int inputAggBufferOffset() {
        return place.inputOffset();
    }

    @Override
    public final RingAggregate<B> withNewInputAggBufferOffset(int offset) {
        return at(new Place(place.children(), place.mutableOffset(), offset));
    }

    /** What plans show: the arguments. */
    @Override
    public final int productArity() {
        return 1;
    }

    @Override
    public final Object productElement(int i) {
        Objects.checkIndex(i, 1);
        return place.children();
    }

    @Override
    public final boolean canEqual(Object other) {
        return other.getClass() == getClass();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof RingAggregate<?> that
                && that.getClass() == getClass()
                && that.settings.equals(settings)
                && that.place.equals(place);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(settings, place);
    }
}
