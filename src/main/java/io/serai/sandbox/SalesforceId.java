package io.serai.sandbox;

/** Salesforce ids: a prefix of 3 that tells the object, 12 that count, and 3 that make up for ignored case. */
final class SalesforceId {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static final String POD = "5g0";

    private SalesforceId() {}

    static String of(String prefix, int number) {
        char[] id = (prefix + POD + "000000000").toCharArray();
        for (int i = 14, rest = number; rest > 0; i--, rest /= 62) {
            id[i] = DIGITS.charAt(rest % 62);
        }
        return complete(new String(id));
    }

    /** Whether a text has the form of an id, of 15 or of 18 characters with the right suffix. */
    static boolean isId(String text) {
        if (!text.matches("[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?")) {
            return false;
        }
        return text.length() == 15 || complete(text.substring(0, 15)).equals(text);
    }

    /** The number within its object, or -1 if this organisation never gave such an id. */
    static int number(String id) {
        if (!isId(id) || !id.startsWith(POD, 3)) {
            return -1;
        }
        long number = 0;
        for (int i = 6; i < 15; i++) {
            number = number * 62 + DIGITS.indexOf(id.charAt(i));
        }
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    private static String complete(String id) {
        StringBuilder full = new StringBuilder(18).append(id);
        for (int block = 0; block < 3; block++) {
            int bits = 0;
            for (int i = 0; i < 5; i++) {
                char c = id.charAt(block * 5 + i);
                if (c >= 'A' && c <= 'Z') {
                    bits |= 1 << i;
                }
            }
            full.append(SUFFIXES.charAt(bits));
        }
        return full.toString();
    }
}
