package io.serai.flow;

import io.serai.message.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A folder beside the routes, such as the mapping tables, that is checked and reloaded with them. */
public interface CheckedContent {
    /** As shown and as metric label, such as {@code mapping}. */
    String kind();

    /** Watched with all its subfolders. */
    Path folder();

    /** Names that routes may use. */
    Set<String> names();

    /**
     * Reads the folder again and takes what is right into use; what is not stays as it was (Invariant 6).
     *
     * @return all that is wrong with the folder as it is now
     */
    List<Finding> reload();

    /** Whether this error keeps what the file now says from being used. */
    boolean holdsBack(Finding error, String file);
}
