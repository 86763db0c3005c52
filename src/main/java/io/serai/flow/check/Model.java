package io.serai.flow.check;

import java.util.ArrayList;
import java.util.List;

/** What one file's routes name: endpoints, expressions and beans. */
record Model(Parsed in, List<Use> uses, List<Term> terms, List<Ref> refs) {

    /** What one route of the file names. */
    static Model of(org.apache.camel.model.RouteDefinition route, Parsed in) {
        Model model = new Model(in, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        new Walk(model).route(route);
        return model;
    }

    static Model of(Parsed parsed) {
        Model model = new Model(parsed, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        parsed.routes().forEach(route -> new Walk(model).route(route));
        return model;
    }
}
