/**
 * Who of several processes on one database does what only one may do at a time.
 *
 * <p>Nothing here knows what a lease is for; whoever takes one still writes so that a second writer does no harm, as a process that
 * stood still may go on with a lease that is no longer its own.
 */
package io.serai.store.cluster;
