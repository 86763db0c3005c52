package io.serai.journal;

import io.serai.store.StoreException;

/** Another exchange is handling a message with this key right now; passes by itself. */
public class KeyTaken extends StoreException {
    KeyTaken() {
        super("another exchange holds the key of this message; try again once it is done", null);
    }
}
