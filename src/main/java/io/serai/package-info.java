/**
 * The runtime's entry point; everything else lives in rooms.
 *
 * <p>{@code store} is the ground. {@code message} holds the values and small interfaces that travel between rooms. {@code
 * journal}, {@code bus}, {@code mapping}, {@code hub} and {@code connect} stand on these two and do not know each other:
 * routes join them. {@code flow} loads the routes, {@code watch} observes. {@code cli}, {@code console} and {@code sandbox}
 * are on top; nothing imports them. {@code RoomsTest} holds these rules.
 */
package io.serai;
