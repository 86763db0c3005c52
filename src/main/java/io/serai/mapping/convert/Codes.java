package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Currency;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values out of a standard's list, and identifiers. */
public final class Codes {
    private static final Map<String, String> COUNTRIES = countries();
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Codes() {}

    /** {@code country}: ISO 3166-1 alpha-2; alpha-3 is read too. */
    public static JsonNode country(JsonNode value) throws Unfit {
        String expected = "a country code of ISO 3166-1, such as DE";
        String code = upper(value, expected);
        if (code == null) return null;
        String two = COUNTRIES.get(code);
        if (two == null) throw new Unfit(expected);
        return TextNode.valueOf(two);
    }

    /** {@code currency}: ISO 4217. */
    public static JsonNode currency(JsonNode value) throws Unfit {
        String expected = "a currency code of ISO 4217, such as EUR";
        String code = upper(value, expected);
        if (code == null) return null;
        if (!CURRENCIES.contains(code)) throw new Unfit(expected);
        return TextNode.valueOf(code);
    }

    /** {@code language}: a tag of BCP 47; {@code de_DE} is read as {@code de-DE}. */
    public static JsonNode language(JsonNode value) throws Unfit {
        String expected = "a language tag of BCP 47, such as de or de-DE";
        String text = Converter.text(value, expected);
        if (text == null) return null;
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(text.replace('_', '-')).build();
            String language = locale.getLanguage();
            if (language.length() != 3 && !LANGUAGES.contains(language)) throw new Unfit(expected);
            return TextNode.valueOf(locale.toLanguageTag());
        } catch (IllformedLocaleException e) {
            throw new Unfit(expected);
        }
    }

    /** {@code uuid}: in small letters. */
    public static JsonNode uuid(JsonNode value) throws Unfit {
        String expected = "a UUID";
        String text = Converter.text(value, expected);
        if (text == null) return null;
        String lower = text.toLowerCase(Locale.ROOT);
        if (!UUID_FORM.matcher(lower).matches()) throw new Unfit(expected);
        return TextNode.valueOf(UUID.fromString(lower).toString());
    }

    /** Alpha-2 by alpha-2 and by alpha-3; with XK, which ISO leaves to its users and shops use for Kosovo. */
    private static Map<String, String> countries() {
        Map<String, String> countries = new HashMap<>(Map.of("XK", "XK", "XKX", "XK"));
        for (String code : Locale.getISOCountries()) {
            countries.put(code, code);
            countries.put(new Locale.Builder().setRegion(code).build().getISO3Country(), code);
        }
        return Map.copyOf(countries);
    }

    private static String upper(JsonNode value, String expected) throws Unfit {
        String text = Converter.text(value, expected);
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }
}
