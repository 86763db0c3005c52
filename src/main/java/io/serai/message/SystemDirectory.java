package io.serai.message;

import java.util.List;

/** The systems that are configured. Implemented by {@code connect}. */
public interface SystemDirectory {
    /** All systems of a kind, sorted by name; empty when none is configured. */
    List<SystemInfo> ofKind(String kind);
}
