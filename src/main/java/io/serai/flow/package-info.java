/**
 * Flows from files: loads the routes folder, follows its changes and replaces only what changed, or puts it back (Invariant 6);
 * answers which flows run from which revision.
 *
 * <p>{@code check} finds mistakes before anything is touched, {@code schedule} begins flows by themselves. What a route does is
 * no business of this room.
 */
package io.serai.flow;
