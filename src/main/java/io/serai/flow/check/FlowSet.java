package io.serai.flow.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All files of one state of the folder, and what the rules ask of them. Thread-safe. */
final class FlowSet {
    private final List<Parsed> files;
    private final List<Model> models;
    private final Map<String, Kamelet> kamelets = new TreeMap<>();
    private final Map<FlowFile, SourceText> texts = new ConcurrentHashMap<>();

    FlowSet(Collection<Parsed> files) {
        this.files = List.copyOf(files);
        this.models = this.files.stream().map(Model::of).toList();
        this.files.stream()
                .map(Parsed::kamelet)
                .filter(kamelet -> kamelet != null)
                .forEach(kamelet -> kamelets.putIfAbsent(kamelet.name(), kamelet));
    }

    List<Parsed> files() {
        return files;
    }

    /** Systems that routes may name though they need not be there: those routes are off then. */
    Set<String> optionalSystems() {
        return files.stream()
                .flatMap(file -> file.routes().stream())
                .flatMap(route -> Condition.systems(route).stream())
                .collect(Collectors.toSet());
    }

    Stream<Use> uses() {
        return models.stream().flatMap(model -> model.uses().stream());
    }

    Stream<Use> uses(String scheme) {
        return uses().filter(use -> use.is(scheme));
    }

    Stream<Term> terms() {
        return models.stream().flatMap(model -> model.terms().stream());
    }

    Stream<Ref> refs() {
        return models.stream().flatMap(model -> model.refs().stream());
    }

    Map<String, Kamelet> kamelets() {
        return kamelets;
    }

    SourceText text(Parsed file) {
        return texts.computeIfAbsent(file.file(), SourceText::new);
    }
}
