package io.serai.message;

/**
 * Something that is wrong, or looks wrong, in a file that a user wrote.
 *
 * @param file as the user would name it
 * @param line from 1
 * @param column from 1
 * @param severity whether the file may be used in spite of it
 * @param message what is wrong and what was expected; free of secrets and personal values
 */
public record Finding(String file, int line, int column, Severity severity, String message) {

    public enum Severity {
        /** The file must not be used. */
        ERROR,
        /** The file works, but probably not as meant. */
        WARNING
    }

    public static Finding error(String file, int line, int column, String message) {
        return new Finding(file, line, column, Severity.ERROR, message);
    }

    public static Finding warning(String file, int line, int column, String message) {
        return new Finding(file, line, column, Severity.WARNING, message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** As compilers do, so that editors can jump to it: {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
