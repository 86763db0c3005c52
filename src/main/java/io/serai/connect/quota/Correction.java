package io.serai.connect.quota;

import java.util.List;

/** One vendor's way to tell about its quota. Reads what it knows and passes over the rest; never throws. */
@FunctionalInterface
interface Correction {
    Advice read(Answer answer);

    /** Whether it wants the body of answers of this status. */
    default boolean readsBody(int status) {
        return false;
    }

    static Correction all(Correction... corrections) {
        List<Correction> all = List.of(corrections);
        return new Correction() {
            @Override
            public Advice read(Answer answer) {
                Advice advice = Advice.NONE;
                for (Correction one : all) advice = advice.and(one.read(answer));
                return advice;
            }

            @Override
            public boolean readsBody(int status) {
                return all.stream().anyMatch(one -> one.readsBody(status));
            }
        };
    }
}
