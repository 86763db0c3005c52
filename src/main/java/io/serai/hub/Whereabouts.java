package io.serai.hub;

import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Takes in where a system's objects are: gone, one with another one, or there after all. The records of a batch are loaded together,
 * followed one after the other and written back together, in one transaction.
 */
final class Whereabouts implements Step {
    /** What to do with the record of an object. */
    interface Follower {
        Merged follow(Tx tx, Workspace workspace, Recognition recognition, Departure departure) throws SQLException;

        /** When all of the batch are written. */
        default void after(Tx tx, List<Departure> all) throws SQLException {}
    }

    private final Parts parts;
    private final String entity;
    private final String system;
    private final boolean merged;
    private final Follower follower;

    /**
     * @param entity null to take that of the item
     * @param system null to take the message's source
     * @param merged whether the items tell of objects that became one
     */
    Whereabouts(Parts parts, String entity, String system, boolean merged, Follower follower) {
        this.parts = parts;
        this.entity = entity;
        this.system = system;
        this.merged = merged;
        this.follower = follower;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        List<Departure> all = batch.live().stream()
                .map(item -> Departure.read(item, parts.models(), entity, system, merged))
                .toList();
        List<Item> done = parts.store().write(tx -> follow(tx, all));
        Batches.setOrStop(exchange, batch.withLive(done));
    }

    private List<Item> follow(Tx tx, List<Departure> all) throws SQLException {
        Set<Identity> identities = new HashSet<>();
        for (Departure each : all) {
            identities.addAll(each.from());
            if (each.into() != null) identities.add(each.into());
        }
        Workspace workspace =
                Workspace.load(tx, parts.models(), parts.clock().instant(), identities, Set.of(), Set.of());
        Recognition recognition = new Recognition(tx, parts, workspace);
        List<Merged> done = new ArrayList<>();
        for (Departure each : all)
            done.add(each.valid() ? follower.follow(tx, workspace, recognition, each) : Merged.refused(each.item()));
        workspace.save();
        recognition.release();
        follower.after(tx, all);
        tx.afterCommit(() -> done.forEach(parts.metrics()::merged));
        return done.stream().map(Merged::item).toList();
    }
}
