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

    /** Hash of what is in use. */
    String revision();

    /** Names that routes may use, as the folder has them now. */
    Set<String> names();

    /** Everything that is wrong with the folder as it is now; changes nothing. */
    List<Finding> findings();

    /** Takes the folder as it is now into use; called at start-up and after {@link #findings()} had no error. */
    void reload();
}
