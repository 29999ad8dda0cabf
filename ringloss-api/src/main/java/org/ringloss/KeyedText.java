// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Text such as {@code ringloss(penalty=barron(1, 2), weight=0.1)}: a title, and keys with values in any order. A comma
 * inside parentheses belongs to a value.
 */
final class KeyedText {
    private final String text;
    private final String example;
    private final Map<String, String> values = new HashMap<>();

    private KeyedText(String text, String example) {
        this.text = text;
        this.example = example;
    }

    /**
     * Reads the text.
     *
     * @param example what it should look like, for messages; begins with the title
     * @throws IllegalArgumentException if it is not of that form, or a key is unknown or there twice
     */
    static KeyedText parse(String text, String example, List<String> keys) {
        Objects.requireNonNull(text, "text is null");
        KeyedText keyed = new KeyedText(text, example);
        String title = example.substring(0, example.indexOf('('));
        String trimmed = text.strip();
        if (!trimmed.startsWith(title + "(") || !trimmed.endsWith(")")) {
            throw keyed.malformed("it does not have the form " + title + "(...)");
        }
        String inside = trimmed.substring(title.length() + 1, trimmed.length() - 1);
        if (!inside.isBlank()) {
            keyed.split(inside, keys);
        }
        return keyed;
    }

    /** Takes each part as it ends, so that a long text is refused at its first fault. */
    private void split(String inside, List<String> keys) {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length() && depth >= 0; i++) {
            char c = inside.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                put(inside.substring(start, i), keys);
                start = i + 1;
            }
        }
        if (depth != 0) {
            throw malformed("its parentheses do not match");
        }
        put(inside.substring(start), keys);
    }

    private void put(String part, List<String> keys) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            throw malformed("\"" + part.strip() + "\" has no value");
        }
        String key = part.substring(0, equals).strip();
        if (!keys.contains(key)) {
            throw malformed("it has the key \"" + key + "\", the keys are " + String.join(", ", keys));
        }
        if (values.put(key, part.substring(equals + 1).strip()) != null) {
            throw malformed("it has the key " + key + " twice");
        }
    }

    void ifPresent(String key, Consumer<String> action) {
        String value = values.get(key);
        if (value != null) {
            action.accept(value);
        }
    }

    /** The value of a key that must be there. */
    String get(String key) {
        String value = values.get(key);
        if (value == null) {
            throw malformed("it has no " + key);
        }
        return value;
    }

    double number(String key) {
        String value = get(key);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is \"" + value + "\", must be a number", e);
        }
    }

    private IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("text is \"" + text + "\", must be like " + example + ": " + why);
    }
}
