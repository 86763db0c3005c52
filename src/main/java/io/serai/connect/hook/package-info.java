/**
 * Webhooks of the configured systems: who sent it, is it whole, fresh and of a kind that Serai knows. What follows an accepted
 * one (journal, bus, answer) is said in routes.
 */
package io.serai.connect.hook;
