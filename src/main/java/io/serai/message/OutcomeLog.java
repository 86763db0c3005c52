package io.serai.message;

import java.util.List;

/** Keeps what became of messages. Implemented by {@code journal}; joins the caller's transaction. */
public interface OutcomeLog {
    void record(List<Handled> handled);
}
