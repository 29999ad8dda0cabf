package org.ringloss.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A promise about speed.
 *
 * @param id for the tables and for the headings of the explanations
 * @param text what is measured
 * @param figures what a results file has to say about it; the second argument is every file there is, for targets that
 *     compare two runs
 */
record Target(String id, String text, Goal goal, BiFunction<Results, List<Results>, List<Figure>> figures) {
    /** The number to reach. Figures are compared as they are printed, with three digits. */
    record Goal(Relation relation, double bound, String unit) {
        static Goal atLeast(double bound) {
            return new Goal(Relation.AT_LEAST, bound, "x");
        }

        static Goal atMost(double bound) {
            return new Goal(Relation.AT_MOST, bound, "x");
        }

        boolean isMetBy(Figure figure) {
            double value = Numbers.round(figure.value());
            return switch (relation) {
                case AT_LEAST -> value >= bound;
                case AT_MOST -> value <= bound;
                case BELOW -> value < bound;
            };
        }

        @Override
        public String toString() {
            return relation.text + " " + Numbers.plain(bound) + " " + unit;
        }
    }

    /** How a figure has to stand to the bound. */
    enum Relation {
        AT_LEAST("at least"),
        AT_MOST("at most"),
        BELOW("below");

        private final String text;

        Relation(String text) {
            this.text = text;
        }
    }

    /** What became of a target; without figures it is neither met nor missed. */
    record Outcome(Target target, List<Figure> figures) {
        boolean isMeasured() {
            return !figures.isEmpty();
        }

        boolean isMissed() {
            return !figures.stream().allMatch(target.goal()::isMetBy);
        }

        /** The figure that decides. */
        Figure worst() {
            Comparator<Figure> byValue = Comparator.comparingDouble(Figure::value);
            return figures.stream()
                    .min(target.goal().relation() == Relation.AT_LEAST ? byValue : byValue.reversed())
                    .orElseThrow();
        }

        List<Figure> missed() {
            return figures.stream()
                    .filter(Predicate.not(target.goal()::isMetBy))
                    .toList();
        }

        String measured() {
            if (!isMeasured()) {
                return Numbers.NONE;
            }
            Figure worst = worst();
            String number = Numbers.text(worst.value()) + " " + target.goal().unit();
            String points = figures.size() == 1 ? "" : ", worst of " + figures.size();
            return number + (worst.point().isEmpty() ? "" : " (" + worst.point() + points + ")");
        }

        String verdict() {
            if (!isMeasured()) {
                return Numbers.NONE;
            }
            return isMissed() ? "missed" : "met";
        }
    }

    Outcome of(Results results, List<Results> all) {
        return new Outcome(this, List.copyOf(figures.apply(results, all)));
    }
}
