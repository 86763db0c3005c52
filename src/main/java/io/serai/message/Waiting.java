package io.serai.message;

import java.util.Collection;

/** Parked messages that wait for a link. Implemented by {@code bus}; joins the caller's transaction. */
public interface Waiting {
    /** True when any message waits for any link; cheap, so that callers can leave out looking up links nobody waits for. */
    boolean any();

    /** The links exist now: what waited for them is due at once. */
    void released(Collection<LinkKey> links);
}
