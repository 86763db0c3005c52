/**
 * What travels between rooms: messages, batches with one outcome per record, and the small interfaces through which rooms that do
 * not know each other are joined.
 *
 * <p>On an exchange the body is plain JSON: an object, or for a batch an array with one element per live item in order. The
 * {@link io.serai.message.Batch} behind it (envelopes, notes, outcomes) is kept in the exchange property {@value
 * io.serai.message.Batches#PROPERTY}, so that routes may call a vendor with another body in between. No logic of a room and no
 * database belongs here.
 */
package io.serai.message;
