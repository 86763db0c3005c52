/**
 * The commands. Arguments are read before Quarkus starts, so that only {@code run} and {@code check} pay for it; what concerns a
 * running runtime is asked of its management API.
 *
 * <p>Every command documents its exit codes ({@link io.serai.cli.Exit}) in {@code --help} and offers {@code --json}. No logic of a
 * room belongs here.
 */
package io.serai.cli;
