package io.serai.flow.check;

import org.apache.camel.model.language.ExpressionDefinition;

/** One expression in a file, with its language; a predicate answers yes or no. */
record Term(Parsed in, ExpressionDefinition expression, boolean predicate, int line) {}
