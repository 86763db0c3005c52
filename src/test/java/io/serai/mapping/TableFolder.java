package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Finding;
import io.serai.message.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder of mappings that a test writes, with a small model to begin with. */
final class TableFolder {
    static final Links NO_LINKS = link -> Optional.empty();

    final Path path;

    TableFolder(Path path) {
        this.path = path;
        write("model/person.yaml", """
                entity: person
                match: [email]
                fields:
                  email:   { type: email, personal: true, master: [a, b] }
                  name:    { type: string, personal: true, master: latest }
                  born:    { type: date, personal: true }
                  level:   { type: string }
                  points:  { type: integer, master: a }
                  balance: { type: money }
                  since:   { type: datetime }
                  friend:  { type: reference, entity: person }
                  home:
                    type: object
                    personal: true
                    fields:
                      city:    { type: string, personal: true }
                      country: { type: country }
                  orders:
                    type: array
                    fields:
                      sku:    { type: string }
                      amount: { type: money }
                """);
    }

    TableFolder write(String file, String text) {
        try {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the table {@code in} to the person, with these fields, one per line. */
    TableFolder inbound(String fields) {
        return write("shop/in.mapping.yaml", """
                mapping: in
                from: { system: shop, object: user }
                to: person
                id: .id
                fields:
                """ + fields.indent(2)).write("shop/in.tests.yaml", "[]");
    }

    /** Writes the table {@code out} from the person, with these fields, one per line. */
    TableFolder outbound(String fields) {
        return write("crm/out.mapping.yaml", """
                mapping: out
                from: person
                to: { system: crm, object: Contact, key: Key }
                fields:
                """ + fields.indent(2)).write("crm/out.tests.yaml", "[]");
    }

    Mappings load() {
        return Mappings.load(path);
    }

    /** Findings as {@code in.mapping.yaml:6:3: message}. */
    List<String> findings() {
        return load().findings().stream().map(TableFolder::shortened).toList();
    }

    static String shortened(Finding finding) {
        return finding.toString().substring(finding.file().lastIndexOf('/') + 1);
    }

    /** Maps one record given as YAML, with the only table that there is. */
    Mapped map(String record) {
        return map(record, NO_LINKS);
    }

    Mapped map(String record, Links links) {
        Mappings mappings = load();
        if (!mappings.findings().isEmpty()) throw new AssertionError(mappings.findings());
        return mappings.plans().iterator().next().map(yaml(record), new About("crm-1", "r-1", 7L, null), links);
    }

    static JsonNode yaml(String text) {
        return YamlReader.read("test", text, new Findings()).json();
    }
}
