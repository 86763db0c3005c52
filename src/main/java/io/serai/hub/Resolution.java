package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * What a record's values are, given all contributions: a pure function, so the order in which they came has no part in it.
 *
 * @param values the winning ones, by path
 * @param provenance of each of them
 */
record Resolution(Map<String, JsonNode> values, Map<String, Provenance> provenance) {

    private record Claim(boolean gone, int rank, long since, Stamp stamp, Identity by, JsonNode value) {
        /** The first one wins: what is there, by precedence, then who changed it last, then (a tie) any rule that is always the same. */
        static final Comparator<Claim> ORDER = Comparator.comparing(Claim::gone)
                .thenComparing(Claim::rank)
                .thenComparing(Claim::since, Comparator.reverseOrder())
                .thenComparing(
                        Claim::stamp, Comparator.comparing(Stamp::message).reversed())
                .thenComparing(claim -> claim.by().system())
                .thenComparing(claim -> claim.by().externalId());
    }

    static Resolution of(Model model, Kinds kinds, Map<Identity, Contribution> contributions) {
        return of(model, kinds, contributions, Set.of());
    }

    /**
     * @param gone objects that are no more: what only they said stays, so that a deletion empties nothing elsewhere, and gives way to
     *     whatever others say; a decision counts whoever reported it
     */
    static Resolution of(Model model, Kinds kinds, Map<Identity, Contribution> contributions, Set<Identity> gone) {
        Map<String, Claim> winners = new TreeMap<>();
        contributions.forEach((identity, contribution) -> contribution
                .values()
                .keySet()
                .forEach(path -> {
                    Ownership ownership = model.ownership(path);
                    int rank = rank(ownership, kinds, identity, contribution, path);
                    if (rank >= 0 && !ownership.decides())
                        winners.merge(
                                path,
                                claim(gone.contains(identity), rank, identity, contribution, path),
                                Resolution::better);
                }));
        Map<String, JsonNode> values = new TreeMap<>();
        Map<String, Provenance> provenance = new TreeMap<>();
        winners.forEach((path, claim) -> {
            values.put(path, claim.value());
            provenance.put(
                    path,
                    new Provenance(
                            claim.by().system(),
                            claim.by().externalId(),
                            claim.since(),
                            claim.stamp().message()));
        });
        decide(contributions, values, provenance);
        return new Resolution(values, provenance);
    }

    private record Ruling(Decision decision, Identity by) {
        /** Not by message: two systems that keep telling the same decision must not take turns. */
        static final Comparator<Ruling> ORDER = Comparator.comparing(Ruling::decision, Decision.BY_TIME)
                .thenComparing(ruling -> ruling.by().system())
                .thenComparing(ruling -> ruling.by().externalId());
    }

    /** The weightiest decision of all, whoever reports it. */
    private static void decide(
            Map<Identity, Contribution> contributions,
            Map<String, JsonNode> values,
            Map<String, Provenance> provenance) {
        Map<String, Ruling> rulings = new TreeMap<>();
        contributions.forEach((identity, contribution) -> contribution
                .decisions()
                .forEach((path, said) -> {
                    Decision decision = said.decision();
                    if (decision != null)
                        rulings.merge(path, new Ruling(decision, identity), BinaryOperator.maxBy(Ruling.ORDER));
                }));
        rulings.forEach((path, ruling) -> {
            Decision decision = ruling.decision();
            Identity by = ruling.by();
            values.put(path, decision.json(by.system()));
            provenance.put(path, new Provenance(by.system(), by.externalId(), decision.at(), decision.message()));
        });
    }

    /**
     * The keys by which the record is found: of its own values, and where it has none, because no owner gave one, of the value that
     * changed last anywhere. (A newsletter's subscriber may be recognised by an e-mail address that only shops may write.)
     */
    static Set<MatchKey> keys(Model model, Kinds kinds, Map<Identity, Contribution> contributions, Set<Identity> gone) {
        Map<String, Claim> strongest = new HashMap<>();
        contributions.forEach((identity, contribution) -> model.match().stream()
                .map(Match::field)
                .filter(contribution.values()::containsKey)
                .forEach(path -> {
                    int rank = rank(model.ownership(path), kinds, identity, contribution, path);
                    boolean left = gone.contains(identity);
                    // What an owner's object said stays the record's value when it is gone, so it goes before what no
                    // owner says.
                    Claim claim = rank >= 0
                            ? claim(left, rank, identity, contribution, path)
                            : claim(
                                    true,
                                    left ? Integer.MAX_VALUE : Integer.MAX_VALUE - 1,
                                    identity,
                                    contribution,
                                    path);
                    strongest.merge(path, claim, Resolution::better);
                }));
        Set<MatchKey> keys = new TreeSet<>();
        strongest.forEach((path, claim) ->
                MatchKey.of(model.entity(), path, claim.value()).ifPresent(keys::add));
        return keys;
    }

    private static int rank(
            Ownership ownership, Kinds kinds, Identity identity, Contribution contribution, String path) {
        return ownership.rank(identity.system(), kinds.of(identity.system()), contribution.human(path));
    }

    /**
     * Why what an object says of a path is not the record's value; empty when it is.
     *
     * @param gone as in {@link #of}
     */
    Optional<Loss> loss(
            Model model,
            Kinds kinds,
            Map<Identity, Contribution> contributions,
            Set<Identity> gone,
            Identity by,
            String path) {
        Contribution said = contributions.get(by);
        Provenance won = provenance.get(path);
        if (model.decides(path)) {
            Decision own = said.decisions(path).decision();
            Decision shown = won == null ? null : Decision.shown(values.get(path));
            boolean lost = own != null && shown != null && own.yes() != shown.yes();
            return lost ? Optional.of(new Loss(path, won.system(), won.externalId(), "decision")) : Optional.empty();
        }
        JsonNode value = said.values().get(path);
        if (value == null || Values.same(value, values.get(path))) return Optional.empty();
        int rank = rank(model.ownership(path), kinds, by, said, path);
        if (won == null || rank < 0) return Optional.of(new Loss(path, system(won), id(won), "owner"));
        Identity winner = new Identity(model.entity(), won.system(), won.externalId());
        Contribution held = contributions.get(winner);
        String rule = gone.contains(by) && !gone.contains(winner)
                ? "gone"
                : rank == rank(model.ownership(path), kinds, winner, held, path)
                        ? "latest"
                        : held.human(path)
                                        && !said.human(path)
                                        && model.ownership(path).people()
                                ? "human"
                                : "order";
        return Optional.of(new Loss(path, won.system(), won.externalId(), rule));
    }

    private static String system(Provenance won) {
        return won == null ? null : won.system();
    }

    private static String id(Provenance won) {
        return won == null ? null : won.externalId();
    }

    private static Claim claim(boolean gone, int rank, Identity by, Contribution contribution, String path) {
        return new Claim(
                gone,
                rank,
                contribution.since(path),
                contribution.stamp(path),
                by,
                contribution.values().get(path));
    }

    private static Claim better(Claim a, Claim b) {
        return Claim.ORDER.compare(a, b) <= 0 ? a : b;
    }
}
