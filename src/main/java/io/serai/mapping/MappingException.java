package io.serai.mapping;

import java.util.List;

/** A body could not be mapped. The message names all errors and is free of personal values. Trying again does not help. */
public class MappingException extends Exception {
    private final transient List<FieldError> errors;

    public MappingException(String message, List<FieldError> errors) {
        super(message);
        this.errors = List.copyOf(errors);
    }

    /** All errors; empty when something else than a field is in the way. */
    public List<FieldError> errors() {
        return errors;
    }
}
