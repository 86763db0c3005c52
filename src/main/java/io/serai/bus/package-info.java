/**
 * The {@code bus:} component: topics and consumer groups, over a transport that configuration chooses; parking, dead letters and
 * their replay, which live in the store for every transport.
 *
 * <p>Delivery is at least once to every group; a message is settled only after its route has ended and the outcome is in the
 * store (Invariant 2). Messages of one key are handled one after the other within a group. What messages mean is not known here.
 */
package io.serai.bus;
