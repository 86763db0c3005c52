package io.serai.console;

/** An answer that is sent as it is. */
record Raw(byte[] bytes) {}
