package io.serai.cli;

/** Ends a command with an exit code and one message for people. */
final class CommandFailed extends RuntimeException {
    private final int exit;

    CommandFailed(int exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
