package io.serai.mapping;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a jq expression reads, as far as its text shows it.
 *
 * @param names members of the record that it reads for certain: those before the first pipe, outside of function calls
 * @param mentioned every member name and variable that occurs in it
 * @param variables without {@code $}; those that the expression binds itself are left out
 */
record Reads(Set<String> names, Set<String> mentioned, Set<String> variables) {
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern MEMBER = Pattern.compile("(?<![\\w)\\]?\"$.])\\.([A-Za-z_]\\w*)");
    private static final Pattern ANY_MEMBER = Pattern.compile("\\.([A-Za-z_]\\w*)");
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_]\\w*)");
    private static final Pattern BOUND = Pattern.compile("\\bas\\s+([^|]*)|\\bdef\\s+([^:]*):");
    private static final Pattern CALL = Pattern.compile("\\b(?!if|then|elif|else|and|or|not|end\\b)[a-z_]\\w*\\s*\\(");

    static Reads of(String jq) {
        String code = STRING.matcher(jq).replaceAll("\"\"");
        Set<String> variables = all(VARIABLE, code);
        Matcher bound = BOUND.matcher(code);
        while (bound.find()) variables.removeAll(all(VARIABLE, bound.group()));
        Set<String> mentioned = all(ANY_MEMBER, STRING.matcher(jq).find() && jq.contains("\\(") ? jq : code);
        return new Reads(all(MEMBER, certain(code)), mentioned, variables);
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) found.add(matcher.group(1));
        return found;
    }

    /** The part in which {@code .} is the record: up to the first pipe, without the arguments of functions. */
    private static String certain(String code) {
        int pipe = code.replaceAll("\\?//", "").indexOf('|');
        String before = pipe < 0 ? code : code.substring(0, pipe);
        Matcher call = CALL.matcher(before);
        return call.find() ? before.substring(0, call.start()) : before;
    }
}
