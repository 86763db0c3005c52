package io.serai.flow.check;

/** One place in a file where a bean is named. */
record Ref(Parsed in, String bean, int line) {}
