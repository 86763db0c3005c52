package io.serai.sandbox;

import java.util.HashSet;
import java.util.Set;

/** Remembers nonces for at least as long as their timestamp would be accepted. Not thread-safe. */
final class Nonces {
    private final long seconds;
    private Set<String> young = new HashSet<>();
    private Set<String> old = new HashSet<>();
    private long turn;

    Nonces(long seconds) {
        this.seconds = seconds;
    }

    /** Whether a nonce is new. */
    boolean use(String nonce, long now) {
        if (now - turn > seconds) {
            old = young;
            young = new HashSet<>();
            turn = now;
        }
        return !old.contains(nonce) && young.add(nonce);
    }
}
