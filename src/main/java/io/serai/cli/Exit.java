package io.serai.cli;

/** Exit codes, and how {@code --help} tells them. */
final class Exit {
    static final int OK = 0;
    static final int FOUND = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    static final String HEADING = "%nExit codes:%n";
    static final String OK_TEXT = "0:done";
    static final String FINDINGS_TEXT = "1:there are errors";
    static final String NOTHING_TEXT = "1:nothing was found that matches";
    static final String USAGE_TEXT = "2:wrong usage";
    static final String UNREACHABLE_TEXT = "3:the runtime cannot be reached, or cannot answer";

    private Exit() {}
}
