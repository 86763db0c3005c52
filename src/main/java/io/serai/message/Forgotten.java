package io.serai.message;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A person who was forgotten, as messages tell of them.
 *
 * @param entity of the records, such as {@code customer}
 * @param others names of entities that are no people, such as {@code order}
 * @param records ids of all records that the person was
 * @param objects that the person is in the systems
 * @param facts messages that told what the person did while nobody knew them, with the inbound message that each follows from
 * @param named whether a text is one that the person, and nobody else, is recognised by, such as an e-mail address
 * @param gone which of some records are of people who were forgotten
 */
public record Forgotten(
        String entity,
        Set<String> others,
        Set<String> records,
        Set<Thing> objects,
        Map<String, String> facts,
        Predicate<String> named,
        Function<Set<String>, Set<String>> gone) {
    /** Long, and no number. */
    private static final Pattern UNIQUE = Pattern.compile("(?=.*[^0-9]).{12,}");

    /** An object of a system; what kind of, its topic tells, or the id itself: {@code customer:42} in {@code magento.event}. */
    public record Thing(String system, String externalId) {
        /** Whether the id is one that is given once only, such as Salesforce's; a number may be another thing's, too. */
        public boolean unique() {
            return UNIQUE.matcher(externalId).matches();
        }
    }

    /**
     * Whether a topic's messages about the object are about the person. Other kinds of objects may have the same number; so the topic or
     * the id must name the entity ({@code magento.customer}, {@code customer:42}), or the id be one that is given once only, such as
     * Salesforce's.
     */
    public boolean is(String topic, String system, String externalId) {
        return object(
                topic,
                system,
                externalId,
                (kind, id) -> kind.equals(entity) || UNIQUE.matcher(id).matches() && !others.contains(kind));
    }

    /** Whether the person has such an id in the system, and nothing says that it is no person's. */
    public boolean mayBe(String topic, String system, String externalId) {
        return object(topic, system, externalId, (kind, id) -> !others.contains(kind));
    }

    /** Whether a message is a fact about the person or mentions them, by a value, as a record or as {@code system:id}, or its subject may be the person. */
    public boolean isTold(Message message) {
        String subject = message.subject();
        return facts.containsKey(message.id())
                || subject != null && (names(subject) || mayBe(message.type(), message.source(), subject))
                || Texts.of(message.data()).anyMatch(this::names);
    }

    private boolean names(String text) {
        int colon = text.indexOf(':');
        return records.contains(text)
                || named.test(text)
                || colon > 0 && objects.contains(new Thing(text.substring(0, colon), text.substring(colon + 1)));
    }

    private boolean object(String topic, String system, String externalId, BiPredicate<String, String> fits) {
        if (externalId == null) return false;
        int colon = externalId.indexOf(':');
        if (colon < 0) return objects.contains(new Thing(system, externalId)) && fits.test(kind(topic), externalId);
        String kind = externalId.substring(0, colon);
        String id = externalId.substring(colon + 1);
        if (objects.contains(new Thing(system, id)) && fits.test(kind, id)) return true;
        // Who ordered as a guest is known by the order, which is not the person.
        return !others.contains(kind)
                && objects.contains(new Thing(system, externalId))
                && fits.test(kind(topic), externalId);
    }

    /** Entity that a topic names; another word, or none, if it names none. */
    private String kind(String topic) {
        String[] words = topic.split("\\.");
        for (String word : words) if (word.equals(entity) || others.contains(word)) return word;
        return words[words.length - 1];
    }

    /** Whether the records are all of the person, or of others who were forgotten too. */
    public boolean covers(Set<String> all) {
        Set<String> others = new HashSet<>(all);
        others.removeAll(records);
        return others.isEmpty() || gone.apply(others).containsAll(others);
    }
}
