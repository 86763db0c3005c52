package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;

/** {@code phone}: as E.164. Its length must be possible in its country; whether it is assigned to anybody is not checked. */
public final class Phone {
    private static final int LONGEST = 60;

    private Phone() {}

    /** @param region ISO 3166-1 alpha-2 of the country in which a number without {@code +} is read; may be null */
    public static JsonNode convert(JsonNode value, String region) throws Unfit {
        String expected = region == null
                ? "a phone number with its country code, such as +49305550142"
                : "a phone number of " + region.toUpperCase(Locale.ROOT) + " or with its country code";
        String text = Converter.text(value, expected);
        if (text == null) return null;
        if (text.length() > LONGEST) throw new Unfit(expected);
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = phones.parse(text, region == null ? null : region.toUpperCase(Locale.ROOT));
            if (!phones.isPossibleNumber(number)) throw new Unfit(expected);
            return TextNode.valueOf(phones.format(number, PhoneNumberFormat.E164));
        } catch (NumberParseException e) {
            throw new Unfit(expected);
        }
    }
}
