package io.serai.mapping;

import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.mapping.convert.Codes;
import io.serai.mapping.convert.Email;
import io.serai.mapping.convert.Flag;
import io.serai.mapping.convert.Moment;
import io.serai.mapping.convert.Numbers;
import io.serai.mapping.convert.Text;
import io.serai.mapping.convert.Unfit;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Knows the types of mapping tables and reads their options. */
final class TypeReader {
    static final Set<String> TYPES = Set.of(
            "string",
            "integer",
            "decimal",
            "money",
            "boolean",
            "date",
            "datetime",
            "email",
            "phone",
            "country",
            "currency",
            "language",
            "uuid",
            "reference",
            "array",
            "object");

    /** What a field of the model takes beside its own type. */
    private static final Map<String, Set<String>> TAKES = Map.of(
            "decimal", Set.of("integer", "money"),
            "money", Set.of("decimal", "integer"),
            "string", Set.of("email", "phone", "country", "currency", "language", "uuid", "date", "datetime"),
            "reference", Set.of("string", "uuid"));

    private final Expressions expressions;
    private final Findings findings;

    TypeReader(Expressions expressions, Findings findings) {
        this.expressions = expressions;
        this.findings = findings;
    }

    static boolean fits(String type, String modelType) {
        return type.equals(modelType) || TAKES.getOrDefault(modelType, Set.of()).contains(type);
    }

    /** The conversion to a type of single values; null for lists and objects. */
    Step read(String type, Options options, Sight sight) {
        return switch (type) {
            case "string", "reference" -> Step.of(new Text(options.flag("lower")));
            case "integer" -> Step.of(Numbers::integer);
            case "decimal" ->
                Step.of(new Numbers.Decimal(options.number("scale"), options.flag("absolute"), "a number"));
            case "money" -> money(options);
            case "boolean" -> Step.of(Flag::convert);
            case "date", "datetime" -> Step.of(moment(type.equals("date"), options));
            case "email" -> Step.of(Email::convert);
            case "phone" -> new Steps.PhoneOf(region(options, sight));
            case "country" -> Step.of(Codes::country);
            case "currency" -> Step.of(Codes::currency);
            case "language" -> Step.of(Codes::language);
            case "uuid" -> Step.of(Codes::uuid);
            case "object" ->
                Step.of(value -> {
                    if (!value.isObject()) throw new Unfit("an object");
                    return value;
                });
            default -> null;
        };
    }

    private static Step money(Options options) {
        Integer scale = options.number("scale");
        return Step.of(new Numbers.Decimal(scale == null ? 2 : scale, options.flag("absolute"), "an amount of money"));
    }

    private Expr region(Options options, Sight sight) {
        Yaml region = options.yaml("region");
        if (region == null) return null;
        if (region instanceof Yaml.Scalar scalar) {
            if (scalar.text().matches("[A-Z]{2}")) return new Expr.Constant(TextNode.valueOf(scalar.text()));
            return expressions.compile(scalar, sight).expr();
        }
        findings.error(region.at(), "'region' must be a country code such as DE, or an expression");
        return null;
    }

    private Moment moment(boolean dateOnly, Options options) {
        List<DateTimeFormatter> formats = new ArrayList<>();
        if (options.has("format") && options.yaml("format") instanceof Yaml.Items list)
            list.items().forEach(item -> formats.add(format("format", item)));
        else if (options.has("format")) formats.add(format("format", options.yaml("format")));
        formats.removeIf(Objects::isNull);
        DateTimeFormatter output = options.has("output") ? format("output", options.yaml("output")) : null;
        return new Moment(dateOnly, zone(options), List.copyOf(formats), output);
    }

    private DateTimeFormatter format(String option, Yaml yaml) {
        try {
            if (yaml instanceof Yaml.Scalar scalar) return Moment.format(scalar.text());
            findings.error(yaml.at(), "'" + option + "' must be a pattern such as dd.MM.yyyy");
        } catch (IllegalArgumentException e) {
            findings.error(yaml.at(), "'" + option + "' is no pattern of dates: " + e.getMessage());
        }
        return null;
    }

    private ZoneId zone(Options options) {
        String zone = options.text("zone");
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            findings.error(
                    options.at("zone"), "unknown time zone '" + zone + "'; expected one such as UTC or Europe/Warsaw");
            return null;
        }
    }
}
