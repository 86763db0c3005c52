package io.serai.mapping.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
    private static final Converter MONEY = new Numbers.Decimal(2, false, "an amount");
    private static final Converter DECIMAL = new Numbers.Decimal(null, false, "a number");
    private static final Converter UTC = new Moment(false, ZoneOffset.UTC, List.of(), null);
    private static final Converter STRICT = new Moment(false, null, List.of(), null);
    private static final Converter DAY = new Moment(true, null, List.of(), null);

    @ParameterizedTest
    @CsvSource({"58.9,58.90", "0.005,0.01", "-0.125,-0.13", "1e3,1000.00", "'\"8.58\"',8.58", "0.1,0.10", "2.675,2.68"})
    void moneyIsRoundedHalfUpAndNeverPassesThroughFloatingPoint(String json, String expected) throws Exception {
        assertThat(MONEY.convert(json(json)).decimalValue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"18.0,18", "100,100", "0.50,0.5", "0.0,0", "1e2,100"})
    void oneDecimalHasOneSpelling(String json, String expected) throws Exception {
        assertThat(DECIMAL.convert(json(json))).hasToString(expected);
    }

    @Test
    void anAbsoluteAmountLosesItsSign() throws Exception {
        assertThat(new Numbers.Decimal(2, true, "").convert(json("-5")).toString())
                .isEqualTo("5.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"much\"", "[]", "{}", "1e99999", "\"1,5\""})
    void whatIsNoNumberIsRefused(String json) {
        assertUnfit(DECIMAL, json);
    }

    @ParameterizedTest
    @CsvSource({"42,42", "42.0,42", "'\"42\"',42", "9007199254740993,9007199254740993", "'\" 7 \"',7"})
    void wholeNumbersKeepEveryDigit(String json, String expected) throws Exception {
        assertThat(Numbers.integer(json(json)).toString()).isEqualTo(expected);
    }

    @Test
    void aFractionIsNoWholeNumber() {
        assertUnfit(Numbers::integer, "1.5");
    }

    @ParameterizedTest
    @CsvSource({"' a b ',a b", "42,42", "1.50,1.5", "true,true"})
    void textIsTrimmedAndNumbersAreWrittenPlainly(String value, String expected) throws Exception {
        JsonNode node = value.startsWith(" ") ? TextNode.valueOf(value) : json(value);
        assertThat(new Text(false).convert(node).asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u2003"})
    void blankTextSaysNothingWhateverTheType(String blank) throws Exception {
        JsonNode node = TextNode.valueOf(blank);
        for (Converter converter : List.<Converter>of(
                new Text(false),
                MONEY,
                Numbers::integer,
                Flag::convert,
                UTC,
                DAY,
                Email::convert,
                Codes::country,
                Codes::currency,
                Codes::language,
                Codes::uuid,
                value -> Phone.convert(value, "DE")))
            assertThat(converter.convert(node)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1,true", "0,false", "'\"Yes\"',true", "'\"false\"',false", "true,true"})
    void booleansComeInManyForms(String json, boolean expected) throws Exception {
        assertThat(Flag.convert(json(json)).booleanValue()).isEqualTo(expected);
        assertUnfit(Flag::convert, "2");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20 10:15:31,2026-11-20T10:15:31Z",
        "2026-11-20T10:15:31.123Z,2026-11-20T10:15:31.123Z",
        "2026-11-20T10:15:31.000+0000,2026-11-20T10:15:31Z",
        "2026-11-20T12:15:31+02:00,2026-11-20T10:15:31Z",
        "2026-11-20T10:15,2026-11-20T10:15:00Z",
        "2026-11-20,2026-11-20T00:00:00Z"
    })
    void timesOfAllVendorsBecomeInstants(String text, String expected) throws Exception {
        assertThat(UTC.convert(TextNode.valueOf(text)).asText()).isEqualTo(expected);
    }

    @Test
    void aTimeWithoutOffsetNeedsTheOptionZone() {
        assertThatThrownBy(() -> STRICT.convert(TextNode.valueOf("2026-11-20 10:15:31")))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("zone");
    }

    @Test
    void aZoneOfAShopIsKnownInSummerAndWinter() throws Exception {
        Converter warsaw = new Moment(false, ZoneId.of("Europe/Warsaw"), List.of(), null);

        assertThat(warsaw.convert(TextNode.valueOf("2026-07-01 12:00:00")).asText())
                .isEqualTo("2026-07-01T10:00:00Z");
        assertThat(warsaw.convert(TextNode.valueOf("2026-12-01 12:00:00")).asText())
                .isEqualTo("2026-12-01T11:00:00Z");
    }

    @Test
    void theDayOfATimeIsThatOfTheZone() throws Exception {
        Converter warsaw = new Moment(true, ZoneId.of("Europe/Warsaw"), List.of(), null);

        assertThat(warsaw.convert(TextNode.valueOf("2026-11-20T23:30:00Z")).asText())
                .isEqualTo("2026-11-21");
        assertThat(DAY.convert(TextNode.valueOf("2026-11-20T23:30:00Z")).asText())
                .isEqualTo("2026-11-20");
    }

    @Test
    void datesMayHaveFormatsOfTheirOwn() throws Exception {
        DateTimeFormatter german = Moment.format("dd.MM.yyyy");

        assertThat(new Moment(true, null, List.of(german), null)
                        .convert(TextNode.valueOf("20.11.2026"))
                        .asText())
                .isEqualTo("2026-11-20");
        assertThat(new Moment(true, null, List.of(), german)
                        .convert(TextNode.valueOf("2026-11-20"))
                        .asText())
                .isEqualTo("20.11.2026");
        assertThatThrownBy(() -> new Moment(true, null, List.of(german), null).convert(TextNode.valueOf("30.02.2026")))
                .isInstanceOf(Unfit.class);
    }

    @Test
    void theZeroDateSaysNothing() throws Exception {
        assertThat(UTC.convert(TextNode.valueOf("0000-00-00 00:00:00"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-13-01", "yesterday", "20.11.2026"})
    void whatIsNoDateIsRefused(String text) {
        assertUnfit(DAY, "\"" + text + "\"");
    }

    @Test
    void oneMailboxHasOneSpelling() throws Exception {
        assertThat(Email.convert(TextNode.valueOf("  Anna.BERG+x@Example.COM ")).asText())
                .isEqualTo("anna.berg+x@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "anna@",
                "@example.com",
                "a b@example.com",
                "a@b",
                "a..b@example.com",
                "a@b@c.de",
                "<a@b.de>"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertUnfit(Email::convert, "\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "030 5550142,DE,+49305550142",
        "+49 (30) 555-0142,PL,+49305550142",
        "0049 30 5550142,DE,+49305550142",
        "12 345 67 89,pl,+48123456789"
    })
    void phonesBecomeE164(String text, String region, String expected) throws Exception {
        assertThat(Phone.convert(TextNode.valueOf(text), region).asText()).isEqualTo(expected);
    }

    @Test
    void aPhoneNumberWithoutCountryIsRefused() {
        assertUnfit(value -> Phone.convert(value, null), "\"030 5550142\"");
        assertUnfit(value -> Phone.convert(value, "DE"), "\"call me\"");
        assertUnfit(value -> Phone.convert(value, "DE"), "\"1\"");
    }

    @Test
    void codesAreThoseOfTheStandards() throws Exception {
        assertThat(Codes.country(TextNode.valueOf("deu")).asText()).isEqualTo("DE");
        assertThat(Codes.country(TextNode.valueOf("XK")).asText()).isEqualTo("XK");
        assertThat(Codes.currency(TextNode.valueOf("pln")).asText()).isEqualTo("PLN");
        assertThat(Codes.language(TextNode.valueOf("de_AT")).asText()).isEqualTo("de-AT");
        assertThat(Codes.language(TextNode.valueOf("zh-Hant-TW")).asText()).isEqualTo("zh-Hant-TW");
        assertThat(Codes.uuid(TextNode.valueOf("0191C6A0-0000-7000-8000-000000000001"))
                        .asText())
                .isEqualTo("0191c6a0-0000-7000-8000-000000000001");
    }

    @Test
    void codesOfNoStandardAreRefused() {
        assertUnfit(Codes::country, "\"Poland\"");
        assertUnfit(Codes::currency, "\"EURO\"");
        assertUnfit(Codes::language, "\"polnisch\"");
        assertUnfit(Codes::uuid, "\"0191c6a0\"");
    }

    @Test
    void whatWasExpectedNeverSaysWhatWasFound() {
        for (Converter converter : List.<Converter>of(
                MONEY,
                Numbers::integer,
                Flag::convert,
                UTC,
                Email::convert,
                Codes::country,
                Codes::currency,
                Codes::language,
                Codes::uuid,
                value -> Phone.convert(value, "DE")))
            assertThatThrownBy(() -> converter.convert(TextNode.valueOf("geheim!")))
                    .isInstanceOf(Unfit.class)
                    .hasMessageNotContaining("geheim");
    }

    private static void assertUnfit(Converter converter, String json) {
        assertThatThrownBy(() -> converter.convert(json(json))).isInstanceOf(Unfit.class);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
