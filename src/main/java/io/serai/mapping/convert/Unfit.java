package io.serai.mapping.convert;

/** A value is not what the table asks for. Says what was expected, never the value itself. */
public final class Unfit extends Exception {
    public Unfit(String expected) {
        super(expected, null, false, false);
    }

    /** To be read after "expected". */
    public String expected() {
        return getMessage();
    }
}
