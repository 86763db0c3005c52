package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Exact numbers: whatever comes in, nothing is calculated in floating point. */
public final class Numbers {
    private static final int LONGEST = 40;

    private Numbers() {}

    /** {@code integer}: a number without a fraction, or text that is one. */
    public static JsonNode integer(JsonNode value) throws Unfit {
        BigDecimal number = number(value, "a whole number");
        if (number == null) return null;
        try {
            BigInteger whole = number.toBigIntegerExact();
            return whole.bitLength() < 64 ? LongNode.valueOf(whole.longValue()) : BigIntegerNode.valueOf(whole);
        } catch (ArithmeticException e) {
            throw new Unfit("a whole number");
        }
    }

    /**
     * {@code decimal} and {@code money}.
     *
     * @param scale digits after the point, rounded half up; null keeps those that say something: 18 for 18.0
     * @param absolute whether the sign is dropped
     * @param expected for messages
     */
    public record Decimal(Integer scale, boolean absolute, String expected) implements Converter {
        @Override
        public JsonNode convert(JsonNode value) throws Unfit {
            BigDecimal number = number(value, expected);
            if (number == null) return null;
            if (absolute) number = number.abs();
            number = scale == null ? number.stripTrailingZeros() : number.setScale(scale, RoundingMode.HALF_UP);
            return DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
        }
    }

    private static BigDecimal number(JsonNode value, String expected) throws Unfit {
        if (value.isBoolean() || value.isDouble() && !Double.isFinite(value.doubleValue())) throw new Unfit(expected);
        BigDecimal number = value.isNumber() ? value.decimalValue() : parse(Converter.text(value, expected), expected);
        if (number != null && (number.precision() > LONGEST || Math.abs((long) number.scale()) > LONGEST))
            throw new Unfit(expected);
        return number;
    }

    private static BigDecimal parse(String text, String expected) throws Unfit {
        try {
            return text == null ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unfit(expected);
        }
    }
}
